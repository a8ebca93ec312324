/// <reference types="@airssys/wit/guest" />
import {
  storageClear,
  storageDelete,
  storageGet,
  storageHas,
  storageKeys,
  storageSet,
  storageSize,
} from "airssys:wasm/storage@0.1.0";
import { isStorageErrorPayload, StorageError, type StorageErrorPayload } from "@airssys/protocol";

// The only file that knows the imports of the component. Whatever they hand over is made by the bindings, which live in a
// realm of their own: `instanceof` fails on it. Bytes and lists leave this file as objects of the component's own realm, and
// errors as `StorageError`.

export function getBytes(key: string): Uint8Array | undefined {
  const bytes = answerOf(() => storageGet(key));
  return bytes && new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function setBytes(key: string, bytes: Uint8Array): void {
  answerOf(() => storageSet(key, bytes));
}

export function deleteKey(key: string): boolean {
  return answerOf(() => storageDelete(key));
}

export function hasKey(key: string): boolean {
  return answerOf(() => storageHas(key));
}

export function listKeys(prefix: string | undefined): string[] {
  return Array.from(answerOf(() => storageKeys(prefix)));
}

export function bytesUsed(): bigint {
  return answerOf(storageSize);
}

export function clearAll(): void {
  answerOf(storageClear);
}

/** The answer of an import. What the bindings throw carries the WIT error as its `payload` and is rebuilt from that. */
function answerOf<Answer>(call: () => Answer): Answer {
  try {
    return call();
  } catch (error) {
    const payload = payloadOf(error);
    if (payload) throw new StorageError(ownPayload(payload), { cause: error });
    throw error;
  }
}

function payloadOf(error: unknown): StorageErrorPayload | undefined {
  if (typeof error !== "object" || error === null || !("payload" in error)) return undefined;
  return isStorageErrorPayload(error.payload) ? error.payload : undefined;
}

/** A copy whose records belong to the component's realm. */
function ownPayload(payload: StorageErrorPayload): StorageErrorPayload {
  return payload.tag === "quota-exceeded" ? { tag: payload.tag, val: { ...payload.val } } : { ...payload };
}
