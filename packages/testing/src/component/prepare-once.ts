import { type LoadOptions, prepare, type Transpiled } from "@airssys/runtime";

/** Prepared components by their bytes and the mode of their host. A cache of the process, freed with the bytes. */
const preparations = new WeakMap<Uint8Array, Map<string, Promise<Transpiled>>>();

/** Prepares a component for loading, once per process: reading its 12 MB takes longer than all later steps. */
export function prepareOnce(
  bytes: Uint8Array,
  options: Pick<LoadOptions, "host" | "cache" | "isolation">,
): Promise<Transpiled> {
  const mode = options.isolation?.isInterruptible === true ? "sync" : options.host.mode;
  const known = preparations.get(bytes) ?? new Map<string, Promise<Transpiled>>();
  const preparing = known.get(mode) ?? prepare(bytes, options);
  known.set(mode, preparing);
  preparing.catch(() => known.delete(mode)); // the caller gets the error, and may try again
  preparations.set(bytes, known);
  return preparing;
}
