/** A long list that is read page by page, each from the key after which it begins. */
import type { EntriesAnswer, EntryAnswer } from "../../api/answers.ts";

/** A page, and the key after which it begins. */
interface Page {
  readonly after: string | undefined;
  readonly entries: readonly EntryAnswer[];
  /** The commit of the namespace that it shows. */
  readonly version: number;
}

/** The pages from the beginning on that are known; `next` is the key after which there is more. */
export interface PagedList {
  readonly pages: readonly Page[];
  readonly next: string | null | undefined;
}

/** Nothing is known yet. */
export const EMPTY_LIST: PagedList = { pages: [], next: undefined };

/** Returns the list with one more page at its end. */
export function withPage(list: PagedList, answer: EntriesAnswer): PagedList {
  const page = { after: list.next ?? undefined, entries: answer.entries, version: answer.version };
  return { pages: [...list.pages, page], next: answer.after };
}

/**
 * Returns the list with what a page holds by now. If that is more than fits into one answer, what follows is read anew.
 */
export function withPageAgain(list: PagedList, index: number, answer: EntriesAnswer): PagedList {
  const old = list.pages[index];
  if (old === undefined) return list;
  const page = { ...old, entries: answer.entries, version: answer.version };
  if (answer.after !== null) return { pages: [...list.pages.slice(0, index), page], next: answer.after };
  return { pages: list.pages.with(index, page), next: list.next };
}

/** Returns how many entries are known. */
export function lengthOf(list: PagedList): number {
  return list.pages.reduce((sum, { entries }) => sum + entries.length, 0);
}

/** Returns the entry at an index, if it is known. */
export function entryAt(list: PagedList, index: number): EntryAnswer | undefined {
  const found = pageAt(list, index);
  return found && list.pages[found.page]?.entries[found.at];
}

/** Returns where in which page an index lies. */
export function pageAt(list: PagedList, index: number): { readonly page: number; readonly at: number } | undefined {
  let at = index;
  for (const [page, { entries }] of list.pages.entries()) {
    if (at < entries.length) return { page, at };
    at -= entries.length;
  }
  return undefined;
}

/** Returns the last key that a page may hold: the one after which the next page begins. */
export function lastKeyOf(list: PagedList, page: number): string | undefined {
  const next = list.pages[page + 1]?.after ?? list.next;
  return next ?? undefined;
}
