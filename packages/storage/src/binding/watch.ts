/// <reference types="@airssys/wit/guest" />
import { type Event, storagePoll, storageUnwatch, storageWatch } from "airssys:wasm/storage-watch@0.1.0";
import type { ByteChange, ByteChanges } from "../byte-storage/byte-storage.ts";
import { answerOf, ownBytesIfAny } from "./answer.ts";
import { forBindings, ownBigint } from "./whole-number.ts";

export function watchPrefix(prefix: string): bigint {
  return ownBigint(answerOf(() => storageWatch(prefix)));
}

export function pollWatch(watch: bigint, limit: number): ByteChanges {
  const { events, missed } = answerOf(() => storagePoll(forBindings(watch), limit));
  return { changes: Array.from(events, changeOf), missed: Number(missed) };
}

export function endWatch(watch: bigint): boolean {
  return answerOf(() => storageUnwatch(forBindings(watch)));
}

function changeOf({ key, operation, old, new: after, version }: Event): ByteChange {
  return { key, type: operation, before: ownBytesIfAny(old), after: ownBytesIfAny(after), version: ownBigint(version) };
}
