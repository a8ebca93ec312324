/// <reference types="@airssys/wit/guest" />
import { open, seal } from "airssys:wasm/storage-cipher@0.1.0";
import { storageEnter, storageLeave } from "airssys:wasm/storage-namespaces@0.1.0";
import { isStorageErrorPayload, StorageError } from "@airssys/protocol";

// The one file that knows the imports of the component. What they hand over was made in another realm and is made anew
// here.

/** Seals bytes in a namespace, `undefined` being the component's own. */
export function sealBytes(keyName: string, bytes: Uint8Array, data: Uint8Array, namespace: string | undefined) {
  return ownBytes(inNamespace(namespace, () => seal(keyName, bytes, data)));
}

/** Opens what was sealed in a namespace. */
export function openBytes(keyName: string, sealed: Uint8Array, data: Uint8Array, namespace: string | undefined) {
  return ownBytes(inNamespace(namespace, () => open(keyName, sealed, data)));
}

/** Always left again, or what comes next would be done to the wrong keys. */
function inNamespace<Answer>(namespace: string | undefined, act: () => Answer): Answer {
  if (namespace === undefined) return answerOf(act);
  answerOf(() => storageEnter(namespace));
  try {
    return answerOf(act);
  } finally {
    answerOf(storageLeave);
  }
}

function answerOf<Answer>(call: () => Answer): Answer {
  try {
    return call();
  } catch (error) {
    const payload: unknown = (error as { readonly payload?: unknown } | null)?.payload;
    if (isStorageErrorPayload(payload)) throw new StorageError({ ...payload }, { cause: error });
    throw error;
  }
}

function ownBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
