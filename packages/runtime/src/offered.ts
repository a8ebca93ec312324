import type { Host } from "@airssys/host";
import { isOfContract } from "./contract.ts";
import { LoadError } from "./load-error.ts";
import { createWasi } from "./wasi/wasi.ts";

const WASI = new Set(Object.keys(createWasi({ stdout: () => {}, stderr: () => {} })));

/** Whether an import is one that the runtime gives itself: an interface of WASI, in any version that begins with 0.2. */
export function isWasi(name: string): boolean {
  const [bare = "", version = "0.2"] = name.split("@");
  return WASI.has(bare) && /^0\.2(?:\.|$)/.test(version);
}

/**
 * Requires that everything that a component imports is offered: by its host, in the very version, since another could mean something else by the
 * same names, or by the runtime.
 *
 * @throws LoadError `unknown-import`
 */
export function requireOffered(imports: readonly string[], { interfaces }: Host): void {
  const known = interfaces.filter(isOfContract);
  const unknown = imports.filter((name) => !isWasi(name) && !known.includes(name));
  if (unknown.length === 0) return;
  const offered = `${known.join(", ")} and, of WASI 0.2, clocks, randomness and standard streams`;
  throw new LoadError("unknown-import", `the component imports ${unknown.join(", ")}; offered here are ${offered}`);
}
