import { type Backend, COUNT_KEYS_MAX, type KeyBounds } from "@airssys/backend";
import { assert } from "chai";
import { bytes, shown } from "../expect/text-bytes.ts";
import { fill } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

const KEYS = ["a", "b", "b\0", "ba", "c", "e"];

/** Laws about counting the keys of a range. */
export const countLaws: readonly Law[] = [
  {
    name: "every pair of bounds has the count that an obvious filter finds",
    about: "counts",
    async run({ backend }) {
      await expectCount(backend, {}, 0);
      await fill(backend, ...KEYS);
      const bounds = [undefined, "", "\0", "a", "a\0", "b", "b\0", "bz", "c", "d", "e", "e\0", "f"];
      for (const gte of bounds) {
        for (const lt of bounds) {
          const between = KEYS.filter((key) => (gte === undefined || key >= gte) && (lt === undefined || key < lt));
          const range = { ...(gte !== undefined && { gte: bytes(gte) }), ...(lt !== undefined && { lt: bytes(lt) }) };
          await expectCount(backend, range, between.length);
        }
      }
    },
  },
  {
    name: `a count ends after ${COUNT_KEYS_MAX} keys and tells where it goes on`,
    about: "counts",
    async run({ backend }) {
      const keys = Array.from({ length: COUNT_KEYS_MAX + 2 }, (_, index) => `k${String(index).padStart(5, "0")}`);
      await fill(backend, "j", ...keys, "l");
      const first = await backend.count({ gte: bytes("k"), lt: bytes("l") });
      assert.deepEqual([first.keys, shown(first.next)], [COUNT_KEYS_MAX, keys[COUNT_KEYS_MAX]]);
      await expectCount(backend, { gte: first.next as Uint8Array, lt: bytes("l") }, 2);
      await expectCount(backend, { gte: bytes("k"), lt: bytes(keys[COUNT_KEYS_MAX] as string) }, COUNT_KEYS_MAX);
    },
  },
  {
    name: "a count of any size up to some thousands is exact",
    about: "counts",
    async run({ backend }) {
      await fill(backend, ...Array.from({ length: 2_500 }, (_, index) => `k${String(index).padStart(4, "0")}`), "l");
      for (const size of [1, 99, 100, 101, 999, 1_000, 1_001, 1_999, 2_000, 2_001, 2_500]) {
        await expectCount(backend, { gte: bytes("k"), lt: bytes(`k${String(size).padStart(4, "0")}`) }, size);
      }
    },
  },
  {
    name: "a view counts the keys of its prefix alone",
    about: "counts",
    async run({ backend, view }) {
      await fill(backend, "a", "a:", "a:1", "a:2", "a:3", "a;", "b");
      const inside = view(backend, bytes("a:"));
      await expectCount(inside, {}, 3);
      await expectCount(inside, { gte: bytes("2") }, 2);
      await expectCount(inside, { lt: bytes("2") }, 1);
    },
  },
];

async function expectCount(backend: Backend, range: KeyBounds, keys: number): Promise<void> {
  const bounds = `from ${range.gte ? `"${shown(range.gte)}"` : "the first"} to ${range.lt ? `"${shown(range.lt)}"` : "the last"}`;
  assert.deepEqual(await backend.count(range), { keys, next: undefined }, `the count ${bounds}`);
}
