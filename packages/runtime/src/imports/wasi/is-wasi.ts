import { createWasi } from "./wasi.ts";

const WASI = new Set(Object.keys(createWasi({ stdout: () => {}, stderr: () => {} })));

/** Returns whether the runtime itself provides an import: a WASI interface, in any version 0.2.x. */
export function isWasi(name: string): boolean {
  const [bare = "", version = "0.2"] = name.split("@");
  return WASI.has(bare) && /^0\.2(?:\.|$)/.test(version);
}
