import type { Backend } from "@airssys/backend";
import { assert } from "chai";
import { bytes, type Readable, shown } from "../expect/text-bytes.ts";
import { walk } from "../expect/walk.ts";
import { fill } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

/** Laws about the order of keys, which is that of their unsigned bytes. */
export const orderLaws: readonly Law[] = [
  {
    name: "keys come in their order, however they were written",
    about: "order",
    async run({ backend }) {
      await fill(backend, "d", "a");
      await fill(backend, "c", "e", "b");
      await expectOrder(backend, ["a", "b", "c", "d", "e"]);
    },
  },
  {
    name: "bytes are unsigned: 0x7f comes before 0x80, and 0xff comes last",
    about: "order",
    async run({ backend }) {
      await expectOrderAfterFilling(backend, [[0x00], [0x01], [0x7e], [0x7f], [0x80], [0x81], [0xfe], [0xff]]);
    },
  },
  {
    name: "a key comes right before the longer ones that begin with it",
    about: "order",
    async run({ backend }) {
      await expectOrderAfterFilling(backend, [[1], [1, 0], [1, 0, 0], [1, 0, 1], [1, 1], [1, 255], [1, 255, 0], [2]]);
    },
  },
  {
    name: "zero bytes inside and at the end of keys count",
    about: "order",
    async run({ backend }) {
      await expectOrderAfterFilling(backend, [[0], [0, 0], [0, 0, 0], [0, 1], [97], [97, 0], [97, 0, 98], [97, 1]]);
    },
  },
  {
    name: "bytes 0xff inside and at the end of keys count",
    about: "order",
    async run({ backend }) {
      await expectOrderAfterFilling(backend, [[254, 255], [255], [255, 0], [255, 254], [255, 255], [255, 255, 255]]);
    },
  },
  {
    name: "text is ordered by its UTF-8: what lies above U+FFFF comes after U+FFFF",
    about: "order",
    async run({ backend }) {
      const ordered = ["Z", "a", "é", "\ud7ff", "\ue000", "\uff5e", "\uffff", "\u{10000}", "\u{1f600}", "\u{10ffff}"];
      await fill(backend, ...ordered.toReversed());
      await expectOrder(backend, ordered);
    },
  },
  {
    name: "text is ordered by bytes, not by a language: upper case, lower case and accents stay apart",
    about: "order",
    async run({ backend }) {
      const ordered = ["10", "9", "A", "B", "Z", "_", "a", "b", "z", "\u00c4", "\u00e4"];
      await fill(backend, ...ordered.toReversed());
      await expectOrder(backend, ordered);
    },
  },
  {
    name: "bytes that are no UTF-8 are keys like any others",
    about: "order",
    async run({ backend }) {
      await expectOrderAfterFilling(backend, [[0x80], [0xc0, 0x80], [0xc3], [0xed, 0xa0, 0x80], [0xf8, 0x88]]);
    },
  },
  {
    name: "keys of one hundred bytes that differ in the last one stay apart",
    about: "order",
    async run({ backend }) {
      const long = (last: number) => [...new Array<number>(99).fill(0x61), last];
      await expectOrderAfterFilling(backend, [long(0x00), long(0x01), long(0x80), long(0xff)]);
    },
  },
];

async function expectOrderAfterFilling(backend: Backend, ordered: readonly (readonly number[])[]): Promise<void> {
  const keys = ordered.map((key) => Uint8Array.from(key));
  await fill(backend, ...keys.toReversed());
  await expectOrder(backend, keys);
}

async function expectOrder(backend: Backend, ordered: readonly Readable[]): Promise<void> {
  const expected = ordered.map((key) => shown(bytes(key)));
  const keysOf = async (reverse: boolean) => (await walk(backend, { reverse })).map(({ key }) => shown(key));
  assert.deepEqual(await keysOf(false), expected, "the keys, forward");
  assert.deepEqual(await keysOf(true), expected.toReversed(), "the keys, in reverse");
}
