import type { Mode } from "@airssys/backend";
import type { storageBatch } from "@airssys/wit/host";
import type { BatchCheck, BatchWrite } from "../contract/operation.ts";
import { NEVER } from "../store/format/stored-entry.ts";
import type { StoredValue } from "../store/transaction/transaction.ts";
import { type Hosted, mapResult, ownBuffer, ownBufferIfAny, type Perform, typedPerform } from "./hosted.ts";
import { numberIfAny } from "./numbers.ts";

/** `airssys:wasm/storage-batch` for one component. */
export type BatchImports<M extends Mode> = Hosted<M, typeof storageBatch>;

export function batchImports<M extends Mode>(perform: Perform<M>): BatchImports<M> {
  const run = typedPerform(perform);
  return {
    storageGetMany: (keys) => mapResult(run({ type: "get-many", keys }), (values) => values.map(ownBufferIfAny)),
    storageGetEntry: (key) => mapResult(run({ type: "get-entry", key }), guestEntry),
    storageWrite: (checks, writes) =>
      mapResult(run({ type: "write", checks: checks.map(batchCheck), writes: writes.map(batchWrite) }), BigInt),
    storageIncrement: (key, delta) => run({ type: "increment", key, delta }),
  };
}

function guestEntry(entry: StoredValue | undefined): storageBatch.Entry | undefined {
  if (entry === undefined) return undefined;
  const { value, version, expiresAt } = entry;
  const expiry = expiresAt === NEVER ? {} : { expiresAt: BigInt(expiresAt) };
  return { value: ownBuffer(value), version: BigInt(version), ...expiry };
}

function batchCheck({ key, version }: storageBatch.Check): BatchCheck {
  return { key, version: numberIfAny(version) };
}

function batchWrite(write: storageBatch.Write): BatchWrite {
  if (write.tag === "delete") return { type: "delete", key: write.val };
  const { key, value, ttlSeconds } = write.val;
  return { type: "set", key, value, ttlSeconds: numberIfAny(ttlSeconds) };
}
