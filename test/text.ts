import type { Backend, Batch } from "@airssys/backend";

export const bytes = (text: string) => new TextEncoder().encode(text);
export const text = (value: Uint8Array | undefined) => value && new TextDecoder().decode(value);

export function put(key: string, value: string | Uint8Array): Batch["writes"][number] {
  return { type: "put", key: bytes(key), value: typeof value === "string" ? bytes(value) : value };
}

export function write(backend: Backend<"sync">, ...writes: Batch["writes"]): boolean {
  return backend.commit({ checks: [], writes });
}
