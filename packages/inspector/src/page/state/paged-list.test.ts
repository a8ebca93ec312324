import { describe, expect, test } from "vitest";
import type { EntriesAnswer } from "../../api/answers.ts";
import { EMPTY_LIST, entryAt, lastKeyOf, lengthOf, pageAt, withPage, withPageAgain } from "./paged-list.ts";

function answer(keys: string, after: string | null, version = 1): EntriesAnswer {
  const entries = Array.from(keys, (key) => ({
    key,
    text: key,
    kind: "text",
    summary: "",
    bytes: 1,
    version,
    expiresAt: null,
  }));
  return { entries, after, version };
}

const keysOf = (list: typeof EMPTY_LIST) => list.pages.map(({ entries }) => entries.map(({ key }) => key).join(""));

describe("a list of pages", () => {
  const list = withPage(withPage(withPage(EMPTY_LIST, answer("abc", "c")), answer("def", "f")), answer("g", null));

  test("grows at its end, each page from the key after the one before", () => {
    expect(keysOf(list)).toEqual(["abc", "def", "g"]);
    expect(list.pages.map(({ after }) => after)).toEqual([undefined, "c", "f"]);
    expect({ next: list.next, length: lengthOf(list) }).toEqual({ next: null, length: 7 });
  });

  test("finds entries by their place", () => {
    expect(Array.from({ length: 8 }, (_, at) => entryAt(list, at)?.key).join("")).toBe("abcdefg");
    expect(pageAt(list, 3)).toEqual({ page: 1, at: 0 });
    expect(pageAt(list, 7)).toBeUndefined();
  });

  test("tells up to which key a page goes", () => {
    expect([0, 1, 2].map((page) => lastKeyOf(list, page))).toEqual(["c", "f", undefined]);
  });

  test("takes a page that was read again, with more or fewer entries", () => {
    const again = withPageAgain(list, 1, answer("dx", null, 2));
    expect(keysOf(again)).toEqual(["abc", "dx", "g"]);
    expect(again.pages[1]).toMatchObject({ after: "c", version: 2 });
    expect(again.next).toBeNull();
    expect(keysOf(withPageAgain(list, 0, answer("", null, 2)))).toEqual(["", "def", "g"]);
  });

  test("reads anew what follows a page that has grown beyond one answer", () => {
    const again = withPageAgain(list, 0, answer("abb", "b", 2));
    expect(keysOf(again)).toEqual(["abb"]);
    expect(again.next).toBe("b");
  });

  test("keeps going where there is more behind its last page", () => {
    const open = withPage(EMPTY_LIST, answer("abc", "c"));
    expect(withPageAgain(open, 0, answer("ac", null, 2)).next).toBe("c");
    expect(withPageAgain(list, 3, answer("z", null))).toBe(list);
  });
});
