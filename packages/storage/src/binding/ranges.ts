/// <reference types="@airssys/wit/guest" />
import { storageCount, storageDeleteRange, storageRange, storageRangeKeys } from "airssys:wasm/storage-ranges@0.1.0";
import type { BytePage, KeyPage, KeyRange, PageWalk } from "../byte-storage/byte-storage.ts";
import { answerOf, ownBytes } from "./answer.ts";
import { ownBigint } from "./whole-number.ts";

export function readPage(range: KeyRange, walk: PageWalk): BytePage {
  const { entries, cursor } = answerOf(() => storageRange(boundsOf(range), walkOf(walk), walk.cursor));
  return { entries: Array.from(entries, ({ key, value }) => [key, ownBytes(value)]), cursor: cursor ?? undefined };
}

export function readKeyPage(range: KeyRange, walk: PageWalk): KeyPage {
  const { keys, cursor } = answerOf(() => storageRangeKeys(boundsOf(range), walkOf(walk), walk.cursor));
  return { keys: Array.from(keys), cursor: cursor ?? undefined };
}

export function countKeys(range: KeyRange): bigint {
  return ownBigint(answerOf(() => storageCount(boundsOf(range))));
}

export function deleteKeys(range: KeyRange): bigint {
  return ownBigint(answerOf(() => storageDeleteRange(boundsOf(range))));
}

/** Optional fields of a record are either there or not, as far as the types of the bindings go. */
function boundsOf({ prefix, start, end }: KeyRange): { prefix?: string; start?: string; end?: string } {
  return {
    ...(prefix !== undefined && { prefix }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  };
}

function walkOf({ reverse = false, limit }: PageWalk): { reverse: boolean; limit?: number } {
  return limit === undefined ? { reverse } : { reverse, limit };
}
