import { transpile } from "#transpile";
import { CONTRACT_INTERFACES } from "../declared/contract-interfaces.ts";
import { type HostMode, TRANSPILER, type Transpiled } from "./transpile.ts";

/**
 * Stores transpiled components under keys that identify their content.
 *
 * A cache saves time and never causes a failure: if `get` or `set` rejects, the component is loaded without it.
 */
export interface TranspileCache {
  /** Returns what was stored under a key; `undefined` if nothing was. */
  get(key: string): Promise<Transpiled | undefined>;
  /** Stores a result under a key that identifies its content. */
  set(key: string, transpiled: Transpiled): Promise<void>;
  /** Receives errors of `get` and `set`. Default: they are ignored. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * Makes a cache for the life of the process. Loading a component again starts at once, since its code is compiled
 * already. Nothing is evicted: for each component it keeps the code and everything compiled from it.
 *
 * @param behind a slower cache to read on a miss and to write through to, such as `fileCache(...)` of
 * `@airssys/runtime/node`.
 *
 * @example
 * ```ts
 * import { memoryCache } from "@airssys/runtime";
 * import { fileCache } from "@airssys/runtime/node";
 *
 * const cache = memoryCache(fileCache("./.cache/components"));
 * // load(bytes, { host, manifest, cache })
 * ```
 */
export function memoryCache(behind?: TranspileCache): TranspileCache {
  const kept = new Map<string, Transpiled>();
  return {
    async get(key) {
      const known = kept.get(key) ?? (await behind?.get(key));
      if (known !== undefined) kept.set(key, known);
      return known;
    },
    async set(key, transpiled) {
      kept.set(key, transpiled);
      await behind?.set(key, transpiled);
    },
    onError: behind?.onError,
  };
}

/** Transpiles a component for hosts of a mode, or returns it from the cache. */
export async function transpileCached(
  component: Uint8Array,
  mode: HostMode,
  cache: TranspileCache,
): Promise<Transpiled> {
  const key = await contentKey(component, mode);
  const known = await withoutFailing(cache, () => cache.get(key));
  if (known !== undefined) return known;
  const transpiled = await transpile(component, mode);
  await withoutFailing(cache, () => cache.set(key, transpiled));
  return transpiled;
}

async function withoutFailing<T>({ onError }: TranspileCache, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    onError?.(error);
    return undefined;
  }
}

/** Hashes everything that the result depends on: bytes, mode, transpiler and contract. */
async function contentKey(component: Uint8Array, mode: HostMode): Promise<string> {
  const circumstances = new TextEncoder().encode(`${JSON.stringify([TRANSPILER, mode, CONTRACT_INTERFACES])}\0`);
  const content = new Uint8Array(circumstances.length + component.length);
  content.set(circumstances);
  content.set(component, circumstances.length);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
