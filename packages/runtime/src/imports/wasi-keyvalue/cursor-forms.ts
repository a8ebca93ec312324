import type { CursorForm } from "./store.ts";

/** Of the second draft: the contract's own. */
export const TEXT_CURSORS: CursorForm<string> = { print: (cursor) => cursor, read: (cursor) => cursor };

/** Most cursors of an instance that are remembered: those that it was given last. */
const REMEMBERED_MAX = 1_000;

/** Of the first draft, in which a cursor is a number: that of one that is remembered. */
export function numberedCursors(): CursorForm<bigint> {
  const remembered = new Map<bigint, string>();
  let last = 0n;
  return {
    print(cursor) {
      last++;
      remembered.set(last, cursor);
      remembered.delete(last - BigInt(REMEMBERED_MAX));
      return last;
    },
    read: (number) => remembered.get(number),
  };
}
