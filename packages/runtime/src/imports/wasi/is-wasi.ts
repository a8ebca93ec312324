import { createWasi } from "./wasi.ts";

const WASI = new Set(Object.keys(createWasi({ stdout: () => {}, stderr: () => {} })));

/**
 * Whether an import is one that the runtime gives itself: an interface of WASI, in any version that begins with 0.2.
 */
export function isWasi(name: string): boolean {
  const [bare = "", version = "0.2"] = name.split("@");
  return WASI.has(bare) && /^0\.2(?:\.|$)/.test(version);
}
