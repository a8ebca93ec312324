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
import { bytesOf, type Value } from "../values/bytes.ts";
import { answered } from "./refused.ts";

// What laws ask of the host, one file for each interface. Errors are thrown as `Refused`, numbers of 64 bits are
// numbers, and what is absent is undefined, whatever the bindings of the engine make of it.

export function get(key: string): Uint8Array | undefined {
  return answered(() => storageGet(key)) ?? undefined;
}

export function set(key: string, value: Value): void {
  answered(() => storageSet(key, bytesOf(value)));
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
