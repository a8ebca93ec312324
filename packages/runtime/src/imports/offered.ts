import type { Host } from "@airssys/host";
import { isContractInterface } from "../declared/contract.ts";
import { LoadError } from "../errors/load-error.ts";
import { isWasi } from "./wasi/is-wasi.ts";
import { offeredKeyvalue } from "./wasi-keyvalue/keyvalue.ts";

/**
 * Checks that every import of a component is offered by its host or the runtime, in exactly that version: another
 * version could mean something else by the same names.
 *
 * @throws LoadError `unknown-import`
 */
export function requireOffered(imports: readonly string[], { interfaces }: Host): void {
  requireOneKeyvalue(imports);
  const known = [...interfaces.filter(isContractInterface), ...offeredKeyvalue(interfaces)];
  const unknown = imports.filter((name) => !isWasi(name) && !known.includes(name));
  if (unknown.length === 0) return;
  const offered = `${known.join(", ")} and, of WASI 0.2, clocks, randomness and standard streams`;
  throw new LoadError("unknown-import", `the component imports ${unknown.join(", ")}; offered here are ${offered}`);
}

/** @throws LoadError `unsupported` for a component whose parts were built for different drafts */
function requireOneKeyvalue(imports: readonly string[]): void {
  const versions = new Set(
    imports.filter((name) => name.startsWith("wasi:keyvalue/")).map((name) => name.split("@")[1]),
  );
  if (versions.size <= 1) return;
  throw new LoadError(
    "unsupported",
    `the component imports wasi:keyvalue in the versions ${[...versions].join(" and ")}; one is supported`,
  );
}
