import type { Mode } from "@airssys/backend";
import type { storageCipher } from "@airssys/wit/host";
import { type Hosted, mapResult, ownBuffer, type Perform, typedPerform } from "./hosted.ts";

/** `airssys:wasm/storage-cipher` for one component. */
export type CipherImports<M extends Mode> = Hosted<M, typeof storageCipher>;

export function cipherImports<M extends Mode>(perform: Perform<M>): CipherImports<M> {
  const run = typedPerform(perform);
  return {
    seal: (keyName, plaintext, associatedData) =>
      mapResult(run({ type: "seal", keyName, plaintext, associatedData }), ownBuffer),
    open: (keyName, sealed, associatedData) =>
      mapResult(run({ type: "open", keyName, sealed, associatedData }), ownBuffer),
  };
}
