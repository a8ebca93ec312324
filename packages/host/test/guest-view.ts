import type { StorageErrorPayload } from "@airssys/protocol";
import type { Binding } from "../src/index.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A binding as a guest sees it, with text for bytes: values come back, errors come back as their payload. */
export function guestView(binding: Binding, sharedNamespace?: string) {
  const isOwn = sharedNamespace === undefined;
  const storage = isOwn ? binding.imports["airssys:wasm/storage@0.1.0"] : binding.namespace(sharedNamespace);
  return {
    get: async (key: string) => {
      const value = await settled(storage.storageGet(key));
      return value instanceof Uint8Array ? decoder.decode(value) : value;
    },
    set: (key: string, value: string) => settled(storage.storageSet(key, encoder.encode(value))),
    delete: (key: string) => settled(storage.storageDelete(key)),
    has: (key: string) => settled(storage.storageHas(key)),
    keys: (prefix?: string) => settled(storage.storageKeys(prefix)),
    size: () => settled(storage.storageSize()),
    clear: () => settled(storage.storageClear()),
  };
}

type Settled<T> = { readonly tag: "ok"; readonly val: T } | { readonly tag: "err"; readonly val: StorageErrorPayload };

async function settled<T>(outcome: Settled<T> | Promise<Settled<T>>): Promise<T | StorageErrorPayload> {
  return (await outcome).val;
}
