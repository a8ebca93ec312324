/// <reference types="@airssys/wit/guest" />
import { open as openSealed, seal as sealBytes } from "airssys:wasm/storage-cipher@0.1.0";
import { toBytes, type Value } from "../values/bytes.ts";
import { answered } from "./refused.ts";

export function seal(keyName: string, plaintext: Value, associatedData: Value = ""): Uint8Array {
  return answered(() => sealBytes(keyName, toBytes(plaintext), toBytes(associatedData)));
}

export function open(keyName: string, sealed: Uint8Array, associatedData: Value = ""): Uint8Array {
  return answered(() => openSealed(keyName, sealed, toBytes(associatedData)));
}
