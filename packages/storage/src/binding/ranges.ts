/// <reference types="@airssys/wit/guest" />
import { storageCount, storageDeleteRange, storageRange, storageRangeKeys } from "airssys:wasm/storage-ranges@0.1.0";
import type { Walk } from "@airssys/protocol";
import type { BytePage, KeyPage } from "../byte-storage/byte-storage.ts";
import type { Bounds } from "../keys/bounds.ts";
import { answerOf, ownBytes } from "./answer.ts";
import { ownBigint } from "./whole-number.ts";

export function readPage(bounds: Bounds, walk: Walk, cursor: string | undefined): BytePage {
  const page = answerOf(() => storageRange(givenBounds(bounds), pageWalk(walk), cursor));
  return {
    entries: Array.from(page.entries, ({ key, value }) => [key, ownBytes(value)]),
    cursor: page.cursor ?? undefined,
  };
}

export function readKeyPage(bounds: Bounds, walk: Walk, cursor: string | undefined): KeyPage {
  const page = answerOf(() => storageRangeKeys(givenBounds(bounds), pageWalk(walk), cursor));
  return { keys: Array.from(page.keys), cursor: page.cursor ?? undefined };
}

export function countRange(bounds: Bounds): bigint {
  return ownBigint(answerOf(() => storageCount(givenBounds(bounds))));
}

export function deleteRange(bounds: Bounds): bigint {
  return ownBigint(answerOf(() => storageDeleteRange(givenBounds(bounds))));
}

/** The bindings distinguish an absent field from one that is `undefined`. */
function givenBounds({ prefix, start, end }: Bounds): { prefix?: string; start?: string; end?: string } {
  return {
    ...(prefix !== undefined && { prefix }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  };
}

function pageWalk({ reverse = false, limit }: Walk): { reverse: boolean; limit?: number } {
  return limit === undefined ? { reverse } : { reverse, limit };
}
