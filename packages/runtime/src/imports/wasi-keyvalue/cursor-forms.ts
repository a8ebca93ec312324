import type { CursorForm } from "./store.ts";

/** Cursors of the second draft: the contract's own. */
export const TEXT_CURSORS: CursorForm<string> = { print: (cursor) => cursor, read: (cursor) => cursor };

/** Most cursors that are remembered per instance. The oldest are forgotten. */
const REMEMBERED_MAX = 1_000;

/** Cursors of the first draft, which are numbers that stand for remembered cursors. */
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
