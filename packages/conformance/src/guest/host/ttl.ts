/// <reference types="@airssys/wit/guest" />
import { storageExtend, storageGetTtl, storagePersist, storageSetWithTtl } from "airssys:wasm/storage-ttl@0.1.0";
import { toBytes, type Value } from "../values/bytes.ts";
import { answered } from "./refused.ts";
import { whole } from "./whole.ts";

export function setWithTtl(key: string, value: Value, seconds: number): void {
  answered(() => storageSetWithTtl(key, toBytes(value), whole(seconds)));
}

/** Returns the seconds until a key expires; `undefined`: never. */
export function getTtl(key: string): number | undefined {
  const seconds = answered(() => storageGetTtl(key)) ?? undefined;
  return seconds === undefined ? undefined : Number(seconds);
}

export function extend(key: string, seconds: number): void {
  answered(() => storageExtend(key, whole(seconds)));
}

export function persist(key: string): boolean {
  return answered(() => storagePersist(key));
}
