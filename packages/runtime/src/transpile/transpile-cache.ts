import { transpile } from "#transpile";
import { CONTRACT_INTERFACES } from "../declared/contract-interfaces.ts";
import { type HostMode, TRANSPILER, type Transpiled } from "./transpile.ts";

/**
 * Keeps what the transpiler made, by a key that names the content.
 *
 * A cache saves time and is never in the way: where `get` or `set` fails, the component is loaded without it.
 */
export interface TranspileCache {
  /** What was kept under a key, if anything. */
  get(key: string): Promise<Transpiled | undefined>;
  /** Keeps a result under a key that names its content. */
  set(key: string, transpiled: Transpiled): Promise<void>;
  /** Told why `get` or `set` failed. Without it nobody is. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * A cache for the life of the process. What it answers was compiled before, so that a component that is loaded again
 * starts at once. It forgets nothing: of each component it keeps the code and what was compiled of it.
 *
 * @param behind what it asks for what it does not have, and gives what it keeps: `fileCache(...)` of
 * `@airssys/runtime/node`, for example.
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

/** Transpiles a component unless the cache has it for hosts of that mode. */
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

/** The same bytes, mode, transpiler and contract have the same key. */
async function contentKey(component: Uint8Array, mode: HostMode): Promise<string> {
  const circumstances = new TextEncoder().encode(`${JSON.stringify([TRANSPILER, mode, CONTRACT_INTERFACES])}\0`);
  const content = new Uint8Array(circumstances.length + component.length);
  content.set(circumstances);
  content.set(component, circumstances.length);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
