import { type Backend, PAGE_BYTES_MAX, PAGE_ENTRIES_MAX, type Page } from "@airssys/backend";
import { assert } from "chai";
import { bytes, shown } from "../expect/text-bytes.ts";
import { after, walk } from "../expect/walk.ts";
import { fill, put, write } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

/** Laws about pages of a range. */
export const pageLaws: readonly Law[] = [
  {
    name: "a page has as many entries as its limit, from the side where the walk begins",
    about: "pages",
    async run({ backend }) {
      await fill(backend, "a", "b", "c", "d");
      expectPage(await backend.scan({ limit: 1 }), ["a"], false);
      expectPage(await backend.scan({ limit: 3 }), ["a", "b", "c"], false);
      expectPage(await backend.scan({ limit: 1, reverse: true }), ["d"], false);
      expectPage(await backend.scan({ limit: 3, reverse: true }), ["d", "c", "b"], false);
    },
  },
  {
    name: "isLast is true exactly when the range holds nothing more",
    about: "pages",
    async run({ backend }) {
      await fill(backend, "a", "b", "c", "d");
      for (const reverse of [false, true]) {
        const inside = { gte: bytes("b"), lt: bytes("d"), reverse };
        assert.equal((await backend.scan({ ...inside, limit: 1 })).isLast, false, "one of two");
        assert.equal((await backend.scan({ ...inside, limit: 2 })).isLast, true, "two of two");
        assert.equal((await backend.scan({ ...inside, limit: 3 })).isLast, true, "two of two, with room for three");
        assert.equal((await backend.scan({ reverse, limit: 3 })).isLast, false, "three of four");
        assert.equal((await backend.scan({ reverse, limit: 4 })).isLast, true, "four of four");
      }
    },
  },
  {
    name: "walking the pages of a range visits each key once, in order, in both directions",
    about: "pages",
    async run({ backend }) {
      const keys = Array.from({ length: 23 }, (_, index) => `k${String(index).padStart(2, "0")}`);
      await fill(backend, "j", ...keys, "l");
      for (const limit of [1, 2, 7, 22, 23, 24]) {
        for (const reverse of [false, true]) {
          const range = { gte: bytes("k"), lt: bytes("l"), limit, reverse };
          const found = (await walk(backend, range, keys.length + 1)).map(({ key }) => shown(key));
          assert.deepEqual(found, reverse ? keys.toReversed() : keys, `limit ${limit}, reverse: ${reverse}`);
        }
      }
    },
  },
  {
    name: "a page of keys is cut like a page of entries",
    about: "pages",
    async run({ backend }) {
      await fill(backend, "a", "b", "c");
      const page = await backend.scan({ valueBytesMax: 0, limit: 2 });
      assert.deepEqual([page.entries.map(({ key }) => shown(key)), page.isLast], [["a", "b"], false]);
    },
  },
  {
    name: "the next page resumes after the last key even when that key is gone and others have come",
    about: "pages",
    async run({ backend }) {
      await fill(backend, "a", "c", "e", "g");
      for (const reverse of [false, true]) {
        await write(backend, put("c", "c"), put("e", "e"), { type: "delete", key: bytes("d") });
        const first = await backend.scan({ limit: 2, reverse });
        const last = first.entries[1]?.key ?? bytes("none");
        await write(backend, { type: "delete", key: last }, put("d", "d"));
        const rest = await backend.scan(after({ reverse }, last));
        expectPage(rest, reverse ? ["d", "c", "a"] : ["d", "e", "g"], true);
      }
    },
  },
  {
    name: `a page has ${PAGE_ENTRIES_MAX} entries at most, and exactly that many without a limit`,
    about: "pages",
    async run({ backend }) {
      await fill(backend, ...Array.from({ length: PAGE_ENTRIES_MAX + 1 }, (_, index) => `k${index}`));
      for (const range of [{}, { reverse: true }, { valueBytesMax: 0 }, { limit: PAGE_ENTRIES_MAX }]) {
        const page = await backend.scan(range);
        assert.equal(page.entries.length, PAGE_ENTRIES_MAX, "the entries of the first page");
        assert.equal(page.isLast, false, "isLast of the first page");
        assert.equal((await walk(backend, range)).length, PAGE_ENTRIES_MAX + 1, "the entries of all pages");
      }
    },
  },
  {
    name: "a page of large values ends once it holds its bytes, and not before",
    about: "pages",
    async run({ backend }) {
      await fillWithMegabytes(backend, 7);
      for (const reverse of [false, true]) {
        const page = await backend.scan({ reverse });
        const sizes = page.entries.map(({ key, value }) => key.length + value.length);
        const sum = sizes.reduce((total, size) => total + size, 0);
        assert.isAtLeast(sum, PAGE_BYTES_MAX, "the bytes of the page");
        assert.isBelow(sum - (sizes.at(-1) ?? 0), PAGE_BYTES_MAX, "the bytes of the page before its last entry");
        assert.equal(page.isLast, false, "isLast");
        assert.equal((await walk(backend, { reverse })).length, 7, "the entries of all pages");
      }
    },
  },
  {
    name: "values that are left out do not fill a page",
    about: "pages",
    async run({ backend }) {
      await fillWithMegabytes(backend, 7);
      const page = await backend.scan({ valueBytesMax: 0 });
      assert.deepEqual([page.entries.length, page.isLast], [7, true]);
    },
  },
  {
    name: "a page has an entry even when that alone is larger than a page",
    about: "pages",
    async run({ backend }) {
      await write(backend, put("a", new Uint8Array(PAGE_BYTES_MAX + 1)), put("b", "b"));
      const page = await backend.scan({});
      assert.deepEqual([page.entries.map(({ key }) => shown(key)), page.isLast], [["a"], false]);
    },
  },
];

async function fillWithMegabytes(backend: Backend, count: number): Promise<void> {
  const writes = Array.from({ length: count }, (_, index) => put(`k${index}`, new Uint8Array(1_000_000).fill(index)));
  await write(backend, ...writes);
}

function expectPage(page: Page, keys: readonly string[], isLast: boolean): void {
  const expected = keys.map((key) => `${key}=${key}`);
  const actual = page.entries.map(({ key, value }) => `${shown(key)}=${shown(value)}`);
  assert.deepEqual(actual, expected, "the entries of the page");
  assert.equal(page.isLast, isLast, "isLast");
}
