/// <reference types="@airssys/wit/guest" />
import {
  storageGetEntry,
  storageGetMany,
  storageIncrement,
  storageWrite,
  type Write,
} from "airssys:wasm/storage-batch@0.1.0";
import type { ByteEntry, ByteWrite, VersionCheck } from "../byte-storage/byte-storage.ts";
import { answerOf, ownBytes, ownBytesIfAny } from "./answer.ts";
import { forBindings, ownBigint, ownBigintIfAny } from "./whole-number.ts";

export function getManyBytes(keys: readonly string[]): (Uint8Array | undefined)[] {
  return Array.from(
    answerOf(() => storageGetMany([...keys])),
    ownBytesIfAny,
  );
}

export function getByteEntry(key: string): ByteEntry | undefined {
  const entry = answerOf(() => storageGetEntry(key));
  if (!entry) return undefined;
  const expiresAt = ownBigintIfAny(entry.expiresAt);
  return {
    value: ownBytes(entry.value),
    version: ownBigint(entry.version),
    expiresAt: expiresAt === undefined ? undefined : new Date(Number(expiresAt)),
  };
}

export function writeBatch(checks: readonly VersionCheck[], writes: readonly ByteWrite[]): bigint {
  return ownBigint(answerOf(() => storageWrite(checks.map(checkOf), writes.map(writeOf))));
}

export function incrementKey(key: string, delta: bigint): bigint {
  return ownBigint(answerOf(() => storageIncrement(key, forBindings(delta))));
}

function checkOf({ key, version }: VersionCheck): { key: string; version?: bigint } {
  return version === undefined ? { key } : { key, version: forBindings(version) };
}

function writeOf(write: ByteWrite): Write {
  if (write.type === "delete") return { tag: "delete", val: write.key };
  const { key, value, ttlSeconds } = write;
  return {
    tag: "set",
    val: ttlSeconds === undefined ? { key, value } : { key, value, ttlSeconds: forBindings(BigInt(ttlSeconds)) },
  };
}
