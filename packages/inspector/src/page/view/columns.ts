import type { CollectionAnswer } from "../../api/answers.ts";
import type { PagedList } from "../state/paged-list.ts";

/** Columns that fit beside each other. */
const COLUMNS_MAX = 6;

/** Entries whose members become columns. */
const LOOKED_AT = 50;

/** Returns the members that the values of a collection have, where they are JSON objects: its columns as a table. */
export function columnsOf(collection: CollectionAnswer | undefined, list: PagedList): readonly string[] {
  if (collection === undefined) return [];
  const entries = list.pages[0]?.entries.slice(0, LOOKED_AT) ?? [];
  const names = new Set(entries.flatMap(({ fields }) => Object.keys(fields ?? {})));
  return [...names].slice(0, COLUMNS_MAX);
}
