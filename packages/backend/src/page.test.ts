import { type Entry, PAGE_BYTES_MAX, takePage } from "@airssys/backend";
import { expect, test } from "vitest";

const entry = (valueBytes: number): Entry => ({ key: Uint8Array.of(1), value: new Uint8Array(valueBytes) });

test("takes at most the limit, and pulls one entry more to determine whether it is the last page", () => {
  let pulled = 0;
  function* entries() {
    for (; pulled < 10; ) {
      pulled++;
      yield entry(1);
    }
  }
  const page = takePage(entries(), 3);
  expect([page.entries.length, page.isLast, pulled]).toEqual([3, false, 4]);
});

test("closes the source when it stops before the end", () => {
  let isClosed = false;
  function* entries() {
    try {
      for (;;) yield entry(1);
    } finally {
      isClosed = true;
    }
  }
  takePage(entries(), 1);
  expect(isClosed).toBe(true);
});

test("ends with the entry that reaches the maximum bytes of a page", () => {
  const half = entry(PAGE_BYTES_MAX / 2 - 1); // with its key exactly half a page
  expect(takePage([half, half], 10)).toEqual({ entries: [half, half], isLast: true });
  expect(takePage([half, half, half], 10)).toEqual({ entries: [half, half], isLast: false });
});

test("takes one entry however large it is", () => {
  const large = entry(PAGE_BYTES_MAX * 2);
  expect(takePage([large], 10)).toEqual({ entries: [large], isLast: true });
});
