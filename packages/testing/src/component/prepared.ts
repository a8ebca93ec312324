import { type LoadOptions, prepare, type Transpiled } from "@airssys/runtime";

/** By the bytes and how their host answers. */
const preparations = new WeakMap<Uint8Array, Map<string, Promise<Transpiled>>>();

/**
 * What a component is turned into before it is loaded, made once in this process: looking at 12 MB takes longer than
 * anything that comes after it.
 */
export function preparedOnce(
  bytes: Uint8Array,
  options: Pick<LoadOptions, "host" | "cache" | "isolation">,
): Promise<Transpiled> {
  const mode = options.isolation?.isInterruptible === true ? "sync" : options.host.mode;
  const known = preparations.get(bytes) ?? new Map<string, Promise<Transpiled>>();
  const preparing = known.get(mode) ?? prepare(bytes, options);
  known.set(mode, preparing);
  preparing.catch(() => known.delete(mode)); // who asked for it hears of it, and may ask again
  preparations.set(bytes, known);
  return preparing;
}
