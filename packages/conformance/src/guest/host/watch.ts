/// <reference types="@airssys/wit/guest" />
import { storagePoll, storageUnwatch, storageWatch } from "airssys:wasm/storage-watch@0.1.0";
import { answered } from "./refused.ts";
import { whole } from "./whole.ts";

export interface WatchEvent {
  readonly key: string;
  readonly operation: "set" | "delete" | "expire";
  readonly oldValue: Uint8Array | undefined;
  readonly newValue: Uint8Array | undefined;
  readonly version: number;
}

export interface Events {
  readonly events: readonly WatchEvent[];
  readonly missed: number;
}

export function watch(prefix: string): number {
  return Number(answered(() => storageWatch(prefix)));
}

export function poll(id: number, limit = 1_000): Events {
  return toEvents(answered(() => storagePoll(whole(id), limit)));
}

export function unwatch(id: number): boolean {
  return answered(() => storageUnwatch(whole(id)));
}

/** Converts events of the raw bindings: absent values become `undefined`, and 64-bit numbers numbers. */
export function toEvents({ events, missed }: ReturnType<typeof storagePoll>): Events {
  return {
    events: events.map((event) => ({
      key: event.key,
      operation: event.operation,
      oldValue: event.oldValue ?? undefined,
      newValue: event.newValue ?? undefined,
      version: Number(event.version),
    })),
    missed: Number(missed),
  };
}
