import type { Backend, Check, Write } from "@airssys/backend";
import { assert } from "chai";
import { expectContents, expectValue } from "../expect/expectations.ts";
import { bytes, shown } from "../expect/text-bytes.ts";
import { fill, put, write } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

/**
 * Laws about ownership of bytes: the caller may change both the bytes that it passed, after the call, and those that it
 * got.
 */
export const ownershipLaws: readonly Law[] = [
  {
    name: "changing what was given to a commit changes nothing, as soon as the call has returned",
    about: "ownership",
    async run({ backend }) {
      await fill(backend, "gone", "range");
      const given = {
        key: bytes("key").slice(),
        value: bytes("value").slice(),
        gone: bytes("gone").slice(),
        gte: bytes("ra").slice(),
        lt: bytes("rb").slice(),
        checked: bytes("absent").slice(),
      };
      const checks: Check[] = [{ key: given.checked, value: undefined }];
      const writes: Write[] = [
        { type: "put", key: given.key, value: given.value },
        { type: "delete", key: given.gone },
        { type: "delete-range", gte: given.gte, lt: given.lt },
      ];
      const answer = backend.commit({ checks, writes });
      for (const each of Object.values(given)) each.fill(0x78);
      checks.push({ key: bytes("key"), value: bytes("never") });
      writes.push(put("late", "late"));
      assert.equal(await answer, true);
      await expectContents(backend, ["key=value"]);
    },
  },
  {
    name: "changing the value of a check after the call changes nothing",
    about: "ownership",
    async run({ backend }) {
      await fill(backend, "a");
      const value = bytes("a").slice();
      const answer = backend.commit({ checks: [{ key: bytes("a"), value }], writes: [put("b", "b")] });
      value.fill(0x78);
      assert.equal(await answer, true);
    },
  },
  {
    name: "changing what was given to a read changes nothing, as soon as the call has returned",
    about: "ownership",
    async run({ backend }) {
      await fill(backend, "a", "b", "c");
      const [key, first, second, gte, lt] = ["a", "a", "b", "b", "c"].map((text) => bytes(text).slice()) as Five;
      const keys = [first, second];
      const answers = [backend.get(key), backend.getMany(keys), backend.scan({ gte, lt })] as const;
      for (const each of [key, first, second, gte, lt]) each.fill(0x78);
      keys.pop();
      assert.equal(shown(await answers[0]), "a", "get");
      assert.deepEqual((await answers[1]).map(shown), ["a", "b"], "getMany");
      assert.deepEqual(
        (await answers[2]).entries.map(({ key }) => shown(key)),
        ["b"],
        "scan",
      );
    },
  },
  {
    name: "changing what get and getMany returned changes nothing",
    about: "ownership",
    async run({ backend }) {
      await fill(backend, "a", "b");
      (await backend.get(bytes("a")))?.fill(0x78);
      for (const value of await backend.getMany([bytes("a"), bytes("b")])) value?.fill(0x78);
      await expectValue(backend, "a", "a");
      assert.deepEqual((await backend.getMany([bytes("b")])).map(shown), ["b"], "the answer of getMany");
      await expectContents(backend, ["a=a", "b=b"]);
    },
  },
  {
    name: "changing what scan returned changes neither keys nor values nor their order",
    about: "ownership",
    async run({ backend }) {
      await fill(backend, "a", "b", "c");
      for (const range of [{}, { valueBytesMax: 0 }, { valueBytesMax: 1 }]) {
        for (const { key, value } of (await backend.scan(range)).entries) {
          key.fill(0x78);
          value.fill(0x78);
        }
      }
      await expectContents(backend, ["a=a", "b=b", "c=c"]);
      await expectValue(backend, "b", "b");
    },
  },
  {
    name: "what was returned stays as it was while others are read and written",
    about: "ownership",
    async run({ backend }) {
      await write(backend, put("a", "first value"), put("b", "other value"));
      const got = await backend.get(bytes("a"));
      const many = await backend.getMany([bytes("a"), bytes("b")]);
      const page = await backend.scan({});
      await write(backend, put("a", "FIRST VALUE"), put("b", "OTHER VALUE"));
      for (let round = 0; round < 50; round++) {
        await backend.get(bytes("b"));
        await backend.getMany([bytes("a"), bytes("b")]);
      }
      await backend.scan({ reverse: true });
      assert.equal(shown(got), "first value", "the answer of get");
      assert.deepEqual(many.map(shown), ["first value", "other value"], "the answer of getMany");
      const entries = page.entries.map(({ key, value }) => `${shown(key)}=${shown(value)}`);
      assert.deepEqual(entries, ["a=first value", "b=other value"], "the answer of scan");
    },
  },
  {
    name: "bytes inside a larger buffer are only themselves",
    about: "ownership",
    async run({ backend }) {
      const buffer = bytes("[key|value|end]").slice();
      const [key, value, end] = [buffer.subarray(1, 4), buffer.subarray(5, 10), buffer.subarray(11, 14)];
      await write(backend, { type: "put", key, value });
      await expectValue(backend, key, "value");
      assert.equal(await backend.commit({ checks: [{ key, value }], writes: [put(end, value)] }), true);
      buffer.fill(0x78);
      await expectContents(backend, ["end=value", "key=value"]);
    },
  },
  {
    name: "a Node Buffer is taken for its bytes, and its memory is not kept",
    about: "ownership",
    async run({ backend }) {
      const [key, value] = [sharing("key"), sharing("value")];
      await write(backend, { type: "put", key, value });
      const found = await backend.get(key);
      const page = await backend.scan({ gte: key });
      const isCommitted = await backend.commit({
        checks: [{ key, value }],
        writes: [{ type: "put", key: value, value: key }],
      });
      for (const each of [key, value]) each.fill(0x78);
      assert.deepEqual([shown(found), page.entries.length, isCommitted], ["value", 1, true]);
      await expectContents(backend, ["key=value", "value=key"]);
    },
  },
  {
    name: "changing the prefix that a view was made with changes nothing",
    about: "ownership",
    async run({ backend, view }) {
      for (const prefix of [bytes("a:").slice(), sharing("a:")]) {
        const inside: Backend = view(backend, prefix);
        prefix.fill(0x78);
        await write(inside, put("k", "v"));
        await expectContents(backend, ["a:k=v"]);
        await expectContents(inside, ["k=v"]);
      }
    },
  },
];

type Five = [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];

/**
 * Returns bytes whose `slice` shares their memory: a Node `Buffer`, or an array that does the same where there is no
 * Node.
 */
function sharing(text: string): Uint8Array {
  if (typeof Buffer !== "undefined") return Buffer.from(text);
  return SharingArray.from(bytes(text));
}

class SharingArray extends Uint8Array {
  override slice(start?: number, end?: number): Uint8Array<ArrayBuffer> {
    return this.subarray(start, end) as Uint8Array<ArrayBuffer>;
  }
}
