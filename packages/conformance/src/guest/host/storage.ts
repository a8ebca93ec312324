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
import { decodeAscii, toBytes, type Value } from "../values/bytes.ts";
import { answered } from "./refused.ts";

// Bindings of the host, one file for each interface. They throw errors as `Refused`, and return 64-bit numbers as
// numbers and absent values as `undefined`.

export function get(key: string): Uint8Array | undefined {
  return answered(() => storageGet(key)) ?? undefined;
}

/** Returns the value of a key as ASCII; an absent key reads as the empty text. */
export function getText(key: string): string {
  return decodeAscii(get(key) ?? new Uint8Array());
}

export function set(key: string, value: Value): void {
  answered(() => storageSet(key, toBytes(value)));
}

export function remove(key: string): boolean {
  return answered(() => storageDelete(key));
}

export function has(key: string): boolean {
  return answered(() => storageHas(key));
}

export function keys(prefix?: string): string[] {
  return answered(() => storageKeys(prefix));
}

export function size(): number {
  return Number(answered(storageSize));
}

export function clear(): void {
  answered(storageClear);
}
