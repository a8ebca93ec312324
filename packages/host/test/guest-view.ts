import type { StorageErrorPayload } from "@airssys/protocol";
import type { Binding } from "../src/index.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A binding as a guest sees it, with text for bytes: values come back, errors come back as their payload. */
export function guestView(binding: Binding, sharedNamespace?: string) {
  const storage = binding.imports["airssys:wasm/storage@0.1.0"];
  const { storageEnter, storageLeave } = binding.imports["airssys:wasm/storage-namespaces@0.1.0"];
  const inside = async <T>(operation: () => Outcome<T> | Promise<Outcome<T>>): Promise<T | StorageErrorPayload> => {
    if (sharedNamespace === undefined) return (await operation()).val;
    const entered = await storageEnter(sharedNamespace);
    if (entered.tag === "err") return entered.val;
    const outcome = await operation();
    await storageLeave();
    return outcome.val;
  };
  return {
    get: async (key: string) => {
      const value = await inside(() => storage.storageGet(key));
      return value instanceof Uint8Array ? decoder.decode(value) : value;
    },
    set: (key: string, value: string) => inside(() => storage.storageSet(key, encoder.encode(value))),
    delete: (key: string) => inside(() => storage.storageDelete(key)),
    has: (key: string) => inside(() => storage.storageHas(key)),
    keys: (prefix?: string) => inside(() => storage.storageKeys(prefix)),
    size: () => inside(() => storage.storageSize()),
    clear: () => inside(() => storage.storageClear()),
  };
}

type Outcome<T> = { readonly tag: "ok"; readonly val: T } | { readonly tag: "err"; readonly val: StorageErrorPayload };
