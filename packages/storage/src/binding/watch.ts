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

function changeOf(event: Event): ByteChange {
  return {
    key: event.key,
    type: event.operation,
    oldValue: ownBytesIfAny(event.oldValue),
    newValue: ownBytesIfAny(event.newValue),
    version: ownBigint(event.version),
  };
}
