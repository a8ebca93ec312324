/// <reference types="@airssys/wit/guest" />
import { storageGetEntry, storageGetMany, storageIncrement, storageWrite } from "airssys:wasm/storage-batch@0.1.0";
import { toBytes, type Value } from "../values/bytes.ts";
import { answered } from "./refused.ts";
import { whole } from "./whole.ts";

export interface Entry {
  readonly value: Uint8Array;
  readonly version: number;
  /** Time of expiry in milliseconds since 1970 UTC. */
  readonly expiresAt: number | undefined;
}

/** A key and the version that it must have; `undefined`: it must be absent. */
export type Check = readonly [key: string, version: number | undefined];

/** A key and its new value; `undefined` deletes it. */
export type Write = readonly [key: string, value: Value | undefined, ttlSeconds?: number];

export function getMany(keys: readonly string[]): (Uint8Array | undefined)[] {
  return answered(() => storageGetMany([...keys])).map((value) => value ?? undefined);
}

export function getEntry(key: string): Entry | undefined {
  const entry = answered(() => storageGetEntry(key)) ?? undefined;
  if (entry === undefined) return undefined;
  const expiresAt = entry.expiresAt ?? undefined;
  return {
    value: entry.value,
    version: Number(entry.version),
    expiresAt: expiresAt === undefined ? undefined : Number(expiresAt),
  };
}

/** Returns the version of a key; `undefined`: it is absent. */
export function getVersion(key: string): number | undefined {
  return getEntry(key)?.version;
}

export function write(checks: readonly Check[], writes: readonly Write[]): number {
  const asChecks = checks.map(([key, version]) => ({ key, ...(version !== undefined && { version: whole(version) }) }));
  return Number(answered(() => storageWrite(asChecks, writes.map(asWrite))));
}

function asWrite([key, value, ttlSeconds]: Write): Parameters<typeof storageWrite>[1][number] {
  if (value === undefined) return { tag: "delete", val: key };
  const ttl = ttlSeconds === undefined ? {} : { ttlSeconds: whole(ttlSeconds) };
  return { tag: "set", val: { key, value: toBytes(value), ...ttl } };
}

export function increment(key: string, delta: number): number {
  return Number(answered(() => storageIncrement(key, whole(delta))));
}
