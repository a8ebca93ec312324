/// <reference types="@airssys/wit/guest" />
import { storageExtend, storageGetTtl, storagePersist, storageSetWithTtl } from "airssys:wasm/storage-ttl@0.1.0";
import { answerOf } from "./answer.ts";
import { forBindings, ownBigintIfAny } from "./whole-number.ts";

export function setBytesWithTtl(key: string, bytes: Uint8Array, ttlSeconds: bigint): void {
  answerOf(() => storageSetWithTtl(key, bytes, forBindings(ttlSeconds)));
}

export function getTtl(key: string): bigint | undefined {
  return ownBigintIfAny(answerOf(() => storageGetTtl(key)));
}

export function extendTtl(key: string, ttlSeconds: bigint): void {
  answerOf(() => storageExtend(key, forBindings(ttlSeconds)));
}

export function persistKey(key: string): boolean {
  return answerOf(() => storagePersist(key));
}
