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
import { answerOf, ownBytesIfAny } from "./answer.ts";
import { ownBigint } from "./whole-number.ts";

export function getBytes(key: string): Uint8Array | undefined {
  return ownBytesIfAny(answerOf(() => storageGet(key)));
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

export function readUsedBytes(): bigint {
  return ownBigint(answerOf(storageSize));
}

export function clearAll(): void {
  answerOf(storageClear);
}
