import type { Backend, ScanRange } from "@airssys/backend";
import { keyAfter, prefixEnd } from "@airssys/backend";
import { assert } from "chai";
import { bytes, shown } from "../expect/text-bytes.ts";
import { walk } from "../expect/walk.ts";
import { fill } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

const KEYS = ["a", "b", "b\0", "ba", "c", "e"];

/** Laws about the keys of a range. Each is tried in both directions. */
export const rangeLaws: readonly Law[] = [
  {
    name: "a range without bounds has every key",
    about: "ranges",
    async run({ backend }) {
      await fill(backend, ...KEYS);
      await expectRange(backend, {}, KEYS);
    },
  },
  {
    name: "an empty store has an empty last page",
    about: "ranges",
    async run({ backend }) {
      await expectRange(backend, {}, []);
      await expectRange(backend, { gte: bytes("a"), lt: bytes("b") }, []);
    },
  },
  {
    name: "a range begins with its start, whether that is a key or not",
    about: "ranges",
    async run({ backend }) {
      await fill(backend, ...KEYS);
      await expectRange(backend, { gte: bytes("b") }, ["b", "b\0", "ba", "c", "e"]);
      await expectRange(backend, { gte: bytes("bb") }, ["c", "e"]);
      await expectRange(backend, { gte: bytes("f") }, []);
    },
  },
  {
    name: "a range ends before its end, whether that is a key or not",
    about: "ranges",
    async run({ backend }) {
      await fill(backend, ...KEYS);
      await expectRange(backend, { lt: bytes("c") }, ["a", "b", "b\0", "ba"]);
      await expectRange(backend, { lt: bytes("d") }, ["a", "b", "b\0", "ba", "c"]);
      await expectRange(backend, { lt: bytes("a") }, []);
    },
  },
  {
    name: "a range with two bounds has what lies between them",
    about: "ranges",
    async run({ backend }) {
      await fill(backend, ...KEYS);
      await expectRange(backend, { gte: bytes("b"), lt: bytes("c") }, ["b", "b\0", "ba"]);
      await expectRange(backend, { gte: bytes("aa"), lt: bytes("d") }, ["b", "b\0", "ba", "c"]);
      await expectRange(backend, { gte: bytes("c"), lt: bytes("e") }, ["c"]);
      await expectRange(backend, { gte: bytes("cc"), lt: bytes("d") }, []);
    },
  },
  {
    name: "every pair of bounds has the keys that an obvious filter finds",
    about: "ranges",
    async run({ backend }) {
      await fill(backend, ...KEYS);
      const bounds = [undefined, "", "\0", "a", "a\0", "b", "b\0", "b\0\0", "bz", "c", "d", "e", "e\0", "f"];
      for (const gte of bounds) {
        for (const lt of bounds) {
          const between = KEYS.filter((key) => (gte === undefined || key >= gte) && (lt === undefined || key < lt));
          await expectRange(backend, requireRange(gte, lt), between);
        }
      }
    },
  },
  {
    name: "a range whose end is not after its start is empty",
    about: "ranges",
    async run({ backend }) {
      await fill(backend, ...KEYS);
      await expectRange(backend, requireRange("b", "b"), []);
      await expectRange(backend, requireRange("bb", "bb"), []);
      await expectRange(backend, requireRange("c", "b"), []);
      await expectRange(backend, requireRange("z", "a"), []);
    },
  },
  {
    name: "an empty start is the beginning, and nothing comes before an empty end",
    about: "ranges",
    async run({ backend }) {
      await fill(backend, ...KEYS);
      await expectRange(backend, requireRange("", undefined), KEYS);
      await expectRange(backend, requireRange("", "c"), ["a", "b", "b\0", "ba"]);
      await expectRange(backend, requireRange(undefined, ""), []);
      await expectRange(backend, requireRange("", ""), []);
    },
  },
  {
    name: "the range from a key to the one after it has that key alone",
    about: "ranges",
    async run({ backend }) {
      await fill(backend, ...KEYS);
      await expectRange(backend, { gte: bytes("b"), lt: keyAfter(bytes("b")) }, ["b"]);
      await expectRange(backend, { gte: keyAfter(bytes("b")), lt: bytes("ba") }, ["b\0"]);
    },
  },
  {
    name: "a prefix has its keys and not those of its neighbours",
    about: "ranges",
    async run({ backend }) {
      await fill(backend, "user", "user.", "user/", "user/a", "user/\u{10ffff}", "user0", "users/a");
      const prefix = bytes("user/");
      const end = prefixEnd(prefix);
      await expectRange(backend, { gte: prefix, ...(end && { lt: end }) }, ["user/", "user/a", "user/\u{10ffff}"]);
    },
  },
  {
    name: "the longest prefix of 0xff has its keys",
    about: "ranges",
    async run({ backend }) {
      const inside = [Uint8Array.of(255, 255), Uint8Array.of(255, 255, 0), Uint8Array.of(255, 255, 255)];
      await fill(backend, Uint8Array.of(254, 255), Uint8Array.of(255), Uint8Array.of(255, 254), ...inside);
      const found = await walk(backend, { gte: Uint8Array.of(255, 255) });
      assert.deepEqual(
        found.map(({ key }) => shown(key)),
        inside.map(shown),
      );
    },
  },
  {
    name: "valueBytesMax has the same keys, with the beginning of each value",
    about: "ranges",
    async run({ backend }) {
      await fill(backend, ...KEYS);
      const values = [
        ["", "", "", ""],
        ["b", "b", "b", "c"],
        ["b", "b\\x00", "ba", "c"],
      ];
      for (const [valueBytesMax, cut] of values.entries()) {
        for (const reverse of [false, true]) {
          const found = await walk(backend, { gte: bytes("b"), lt: bytes("e"), reverse, valueBytesMax });
          const expected = ["b", "b\\x00", "ba", "c"].map((key, index) => `${key}=${cut[index]}`);
          const actual = found.map(({ key, value }) => `${shown(key)}=${shown(value)}`);
          const what = `valueBytesMax ${valueBytesMax}, reverse: ${reverse}`;
          assert.deepEqual(actual, reverse ? expected.toReversed() : expected, what);
        }
      }
    },
  },
];

function requireRange(gte: string | undefined, lt: string | undefined): ScanRange {
  return { ...(gte !== undefined && { gte: bytes(gte) }), ...(lt !== undefined && { lt: bytes(lt) }) };
}

/** Requires that a range has these keys, with themselves as values, in both directions and in one page. */
async function expectRange(backend: Backend, range: ScanRange, keys: readonly string[]): Promise<void> {
  const expected = keys.map((key) => `${shown(bytes(key))}=${shown(bytes(key))}`);
  const bounds = `from ${range.gte ? `"${shown(range.gte)}"` : "the first"} to ${range.lt ? `"${shown(range.lt)}"` : "the last"}`;
  for (const reverse of [false, true]) {
    const page = await backend.scan({ ...range, reverse });
    const actual = page.entries.map(({ key, value }) => `${shown(key)}=${shown(value)}`);
    assert.deepEqual(actual, reverse ? expected.toReversed() : expected, `${bounds}, reverse: ${reverse}`);
    assert.equal(page.isLast, true, `isLast ${bounds}, reverse: ${reverse}`);
  }
}
