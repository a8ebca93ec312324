import type { Mode } from "@airssys/backend";
import type { storageWatch } from "@airssys/wit/host";
import type { GuestEvents } from "../contract/guest-watches.ts";
import type { Change } from "../store/changes/change.ts";
import { type Hosted, mapResult, ownBuffer, type Perform, typedPerform } from "./hosted.ts";

/** `airssys:wasm/storage-watch` for one component. */
export type WatchImports<M extends Mode> = Hosted<M, typeof storageWatch>;

export function watchImports<M extends Mode>(perform: Perform<M>): WatchImports<M> {
  const run = typedPerform(perform);
  return {
    storageWatch: (prefix) => run({ type: "watch", prefix }),
    storagePoll: (watch, limit) => mapResult(run({ type: "poll", watch, limit }), guestEvents),
    storageUnwatch: (watch) => run({ type: "unwatch", watch }),
  };
}

/** Converts events to the shape that the contract declares. */
export function guestEvents({ changes, missed }: GuestEvents): storageWatch.Events {
  return { events: changes.map(guestEvent), missed: BigInt(missed) };
}

function guestEvent({ key, operation, cause, oldValue, newValue, version }: Change): storageWatch.Event {
  return {
    key,
    operation: cause === "expire" ? cause : operation,
    ...(oldValue && { oldValue: ownBuffer(oldValue) }),
    ...(newValue && { newValue: ownBuffer(newValue) }),
    version: BigInt(version),
  };
}
