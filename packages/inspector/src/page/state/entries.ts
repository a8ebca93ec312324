/** The entries of the namespace that is looked at: what is searched for, the pages that are known, what is selected. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { CollectionAnswer } from "../../api/answers.ts";
import { readEntries } from "./client.ts";
import { connection, failure, namespaces } from "./live.ts";
import {
  EMPTY_LIST,
  entryAt,
  lastKeyOf,
  lengthOf,
  type PagedList,
  pageAt,
  withPage,
  withPageAgain,
} from "./paged-list.ts";

/** The name of the namespace that is looked at. */
export const chosen = signal<string | undefined>(undefined);

/** What keys have to begin with. */
export const prefix = signal("");

/** The collection that is shown as a table. */
export const collection = signal<CollectionAnswer | undefined>(undefined);

export const list = signal<PagedList>(EMPTY_LIST);

/** The key that is selected, and the row in which it was last seen. */
export const selected = signal<{ readonly key: string; readonly row: number } | undefined>(undefined);

/** The rows that are seen. */
export const seen = signal({ first: 0, last: 50 });

/** What is newer than this commit has changed a moment ago. */
export const seenVersion = signal(0);

/** How long a change is marked as new. */
const NEW_MS = 3_000;

export const problem = signal("");

export const namespace = computed(() => namespaces.value.find(({ name }) => name === chosen.value));

/** Number of rows: of a whole namespace those that its record counts, of a part as many as are known. */
export const rowCount = computed(() => {
  const known = lengthOf(list.value);
  if (list.value.next === null) return known;
  const isWhole = prefix.value === "" && collection.value === undefined;
  return Math.max(known + 1, isWhole ? (namespace.value?.keys ?? 0) : 0);
});

/** The row of the selection: where its key is now, or where it was. -1 if nothing is selected. */
export const selectedRow = computed(() => {
  if (selected.value === undefined) return -1;
  const { key, row } = selected.value;
  if (entryAt(list.value, row)?.key === key) return row;
  const found = list.value.pages.flatMap(({ entries }) => entries).findIndex((entry) => entry.key === key);
  return found < 0 ? row : found;
});

/** Selects a row, if it is known. */
export function select(row: number): void {
  const entry = entryAt(list.value, row);
  if (entry) selected.value = { key: entry.key, row };
}

/** Looks at another namespace. */
export function choose(name: string): void {
  if (chosen.value === name) return;
  batch(() => {
    chosen.value = name;
    collection.value = undefined;
    startOver("");
  });
}

/** Shows the keys that begin so. */
export function search(text: string): void {
  batch(() => {
    collection.value = undefined;
    startOver(text);
  });
}

/** Shows the entries of one collection. */
export function open(shown: CollectionAnswer | undefined): void {
  batch(() => {
    collection.value = shown;
    startOver("");
  });
}

function startOver(text: string): void {
  prefix.value = text;
  list.value = EMPTY_LIST;
  selected.value = undefined;
  seen.value = { first: 0, last: 50 };
  seenVersion.value = namespace.value?.version ?? 0;
  problem.value = "";
}

/** One request at a time; what has become of no use by the time it is answered is dropped. */
let isReading = false;

/** Reads what is seen and not known, or known of an older commit, from now on. */
export function keepUp(): void {
  effect(() => {
    if (connection.value === "live") problem.value = "";
  });
  effect(() => {
    const [name, version] = [chosen.value, namespace.value?.version ?? 0];
    setTimeout(() => {
      if (name === chosen.value) seenVersion.value = Math.max(seenVersion.value, version);
    }, NEW_MS);
  });
  effect(() => {
    if (chosen.value === undefined && namespaces.value[0]) choose(namespaces.value[0].name);
  });
  effect(() => {
    const wanted = nextRead();
    if (wanted && !isReading && connection.value === "live") void read(wanted);
  });
}

/** A page to read: at the end of the list, or again. */
type Read = { readonly page: number | "next"; readonly after: string | undefined; readonly last: string | undefined };

function nextRead(): Read | undefined {
  const { value: pages } = list;
  const { first, last } = seen.value;
  const newest = namespace.value?.version;
  if (chosen.value === undefined || problem.value !== "") return undefined;
  const stale = [first, last].map((index) => pageAt(pages, index)?.page).find((page) => isStale(page, newest));
  if (stale !== undefined) return { page: stale, after: pages.pages[stale]?.after, last: lastKeyOf(pages, stale) };
  if (pages.next !== null && last >= lengthOf(pages)) return { page: "next", after: pages.next, last: undefined };
  const end = pages.pages.length - 1;
  // Keys may have come behind the last one.
  if (pages.next === null && last >= lengthOf(pages) - 1 && isStale(end, newest))
    return { page: end, after: pages.pages[end]?.after, last: undefined };
  return undefined;
}

function isStale(page: number | undefined, newest: number | undefined): boolean {
  const known = page === undefined ? undefined : list.value.pages[page];
  return known !== undefined && newest !== undefined && known.version < newest;
}

async function read({ page, after, last }: Read): Promise<void> {
  isReading = true;
  const before = { name: chosen.value, prefix: prefix.value, collection: collection.value };
  const isCurrent = () =>
    before.name === chosen.value && before.prefix === prefix.value && before.collection === collection.value;
  try {
    const answer = await readEntries({
      namespace: before.name ?? "",
      prefix: before.collection?.prefix ?? (before.prefix || undefined),
      // Entries of a map begin behind what its indexes keep.
      start: before.collection?.class === "IndexedMap" ? `${before.collection.prefix}"` : undefined,
      last,
      after,
      fields: before.collection ? "yes" : undefined,
    });
    isReading = false;
    if (isCurrent())
      list.value = page === "next" ? withPage(list.value, answer) : withPageAgain(list.value, page, answer);
    else list.value = { ...list.value }; // looks again at what is wanted now
  } catch (error) {
    isReading = false;
    if (!isCurrent()) list.value = { ...list.value };
    else if (connection.value === "live") problem.value = error instanceof Error ? error.message : failure.value;
  }
}
