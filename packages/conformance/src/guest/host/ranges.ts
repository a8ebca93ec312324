/// <reference types="@airssys/wit/guest" />
import {
  storageCount,
  storageDeleteRange,
  storageRange,
  storageRangeKeys,
  storageScan,
} from "airssys:wasm/storage-ranges@0.1.0";
import { answered } from "./refused.ts";

/** A range of keys: those within every bound that is given. */
export interface Range {
  readonly prefix?: string | undefined;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

/** Direction, limit and cursor of a walk. */
export interface Walk {
  readonly reverse?: boolean;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface Page {
  readonly entries: readonly { readonly key: string; readonly value: Uint8Array }[];
  readonly cursor: string | undefined;
}

export interface KeyPage {
  readonly keys: readonly string[];
  readonly cursor: string | undefined;
}

export function range(within: Range, { reverse = false, limit, cursor }: Walk = {}): Page {
  const page = answered(() =>
    storageRange(within as object, { reverse, ...(limit !== undefined && { limit }) }, cursor),
  );
  return { entries: page.entries, cursor: page.cursor ?? undefined };
}

export function rangeKeys(within: Range, { reverse = false, limit, cursor }: Walk = {}): KeyPage {
  const page = answered(() =>
    storageRangeKeys(within as object, { reverse, ...(limit !== undefined && { limit }) }, cursor),
  );
  return { keys: page.keys, cursor: page.cursor ?? undefined };
}

export function scan(prefix: string, cursor: string | undefined, limit: number): Page {
  const page = answered(() => storageScan(prefix, cursor, limit));
  return { entries: page.entries, cursor: page.cursor ?? undefined };
}

export function count(within: Range): number {
  return Number(answered(() => storageCount(within as object)));
}

export function deleteRange(within: Range): number {
  return Number(answered(() => storageDeleteRange(within as object)));
}
