import { isStorageErrorPayload, StorageError, type StorageErrorPayload } from "@airssys/protocol";

// The files of this folder are the only ones that know the imports of the component, one file for each interface.
// Whatever imports hand over is made by the bindings, which live in a realm of their own: `instanceof` fails on it. It
// leaves this folder as objects of the component's own realm, and errors as `StorageError`.

/** The answer of an import. What the bindings throw carries the WIT error as its `payload` and is rebuilt from that. */
export function answerOf<Answer>(call: () => Answer): Answer {
  try {
    return call();
  } catch (error) {
    const payload = payloadOf(error);
    if (payload) throw new StorageError(ownPayload(payload), { cause: error });
    throw error;
  }
}

/** The same bytes as an object of the component's own realm, without a copy. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The same for bytes that may not be there, which some bindings tell as `null`. */
export function ownBytesIfAny(bytes: Uint8Array | null | undefined): Uint8Array | undefined {
  return bytes ? ownBytes(bytes) : undefined;
}

function payloadOf(error: unknown): StorageErrorPayload | undefined {
  if (typeof error !== "object" || error === null || !("payload" in error)) return undefined;
  return isStorageErrorPayload(error.payload) ? error.payload : undefined;
}

/** A copy whose records belong to the component's realm. */
function ownPayload(payload: StorageErrorPayload): StorageErrorPayload {
  return payload.tag === "quota-exceeded" ? { tag: payload.tag, val: { ...payload.val } } : { ...payload };
}
