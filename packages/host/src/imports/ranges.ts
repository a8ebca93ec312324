import type { Mode } from "@airssys/backend";
import type { storageRanges } from "@airssys/wit/host";
import type { GuestKeyPage, GuestPage } from "../contract/pages.ts";
import { type Hosted, mapResult, ownBuffer, type Perform, typedPerform } from "./hosted.ts";

/** `airssys:wasm/storage-ranges` for one component. */
export type RangesImports<M extends Mode> = Hosted<M, typeof storageRanges>;

export function rangesImports<M extends Mode>(perform: Perform<M>): RangesImports<M> {
  const run = typedPerform(perform);
  return {
    storageRange: (range, walk, cursor) => mapResult(run({ type: "range", range, walk, cursor }), guestPage),
    storageRangeKeys: (range, walk, cursor) =>
      mapResult(run({ type: "range-keys", range, walk, cursor }), guestKeyPage),
    storageScan: (prefix, cursor, limit) =>
      mapResult(run({ type: "range", range: { prefix }, walk: { limit }, cursor }), guestPage),
    storageCount: (range) => mapResult(run({ type: "count", range }), BigInt),
    storageDeleteRange: (range) => mapResult(run({ type: "delete-range", range }), BigInt),
  };
}

function guestPage({ entries, cursor }: GuestPage): ReturnType<typeof storageRanges.storageRange> {
  const owned = entries.map(({ key, value }) => ({ key, value: ownBuffer(value) }));
  return cursor === undefined ? { entries: owned } : { entries: owned, cursor };
}

function guestKeyPage({ keys, cursor }: GuestKeyPage): ReturnType<typeof storageRanges.storageRangeKeys> {
  return cursor === undefined ? { keys: [...keys] } : { keys: [...keys], cursor };
}
