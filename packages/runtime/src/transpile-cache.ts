import { TRANSPILER, type Transpiled, transpile } from "./transpile.ts";

/** Keeps what {@link transpile} made, by a key that names the content. */
export interface TranspileCache {
  /** What was kept under a key, if anything. */
  get(key: string): Promise<Transpiled | undefined>;
  /** Keeps a result under a key that names its content. */
  set(key: string, transpiled: Transpiled): Promise<void>;
}

/** A cache for the life of the process. */
export function memoryCache(): TranspileCache {
  const kept = new Map<string, Transpiled>();
  return {
    get: async (key) => kept.get(key),
    set: async (key, transpiled) => {
      kept.set(key, transpiled);
    },
  };
}

/** Transpiles a component unless the cache has it. */
export async function transpileCached(component: Uint8Array, cache: TranspileCache): Promise<Transpiled> {
  const key = await contentKey(component);
  const known = await cache.get(key);
  if (known !== undefined) return known;
  const transpiled = await transpile(component);
  await cache.set(key, transpiled);
  return transpiled;
}

/** The same bytes and the same transpiler have the same key. */
async function contentKey(component: Uint8Array): Promise<string> {
  const transpiler = new TextEncoder().encode(`${TRANSPILER}\0`);
  const content = new Uint8Array(transpiler.length + component.length);
  content.set(transpiler);
  content.set(component, transpiler.length);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
