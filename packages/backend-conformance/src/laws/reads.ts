import { assert } from "chai";
import { expectContents, expectValue } from "../expect/expectations.ts";
import { bytes, shown } from "../expect/text-bytes.ts";
import { fill, put, remove, write } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

/** Laws about reading one value and several. */
export const readLaws: readonly Law[] = [
  {
    name: "a key that was never written is absent",
    about: "reads",
    async run({ backend }) {
      await expectValue(backend, "a", undefined);
      await fill(backend, "a");
      await expectValue(backend, "aa", undefined);
      await expectValue(backend, "A", undefined);
    },
  },
  {
    name: "a value comes back byte for byte",
    about: "reads",
    async run({ backend }) {
      const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
      await write(backend, put("a", everyByte), put(everyByte, "b"));
      await expectValue(backend, "a", everyByte);
      await expectValue(backend, everyByte, "b");
    },
  },
  {
    name: "an empty value is a value",
    about: "reads",
    async run({ backend }) {
      await write(backend, put("a", ""));
      const value = await backend.get(bytes("a"));
      assert.instanceOf(value, Uint8Array, "an empty value is present as");
      assert.equal(value?.length, 0, "the length of an empty value");
      await expectContents(backend, ["a="]);
    },
  },
  {
    name: "a value of one zero byte is neither empty nor absent",
    about: "reads",
    async run({ backend }) {
      await write(backend, put("a", "\0"));
      await expectValue(backend, "a", "\0");
    },
  },
  {
    name: "a value that was overwritten is the new one",
    about: "reads",
    async run({ backend }) {
      await write(backend, put("a", "a long first value"));
      await expectValue(backend, "a", "a long first value");
      await write(backend, put("a", "short"));
      await expectValue(backend, "a", "short");
    },
  },
  {
    name: "a key that was deleted is absent, and deleting it again succeeds",
    about: "reads",
    async run({ backend }) {
      await fill(backend, "a", "b");
      await expectValue(backend, "a", "a");
      await write(backend, remove("a"));
      await expectValue(backend, "a", undefined);
      await write(backend, remove("a"), remove("never written"));
      await expectContents(backend, ["b=b"]);
    },
  },
  {
    name: "getMany answers at the positions of its keys",
    about: "reads",
    async run({ backend }) {
      await write(backend, put("a", "1"), put("b", "2"), put("c", ""));
      const keys = ["c", "absent", "a", "b", "also absent", "a"].map(bytes);
      const values = await backend.getMany(keys);
      assert.deepEqual(values.map(shown), ["", undefined, "1", "2", undefined, "1"], "the values of c, -, a, b, -, a");
    },
  },
  {
    name: "getMany of no keys is no values",
    about: "reads",
    async run({ backend }) {
      assert.deepEqual(await backend.getMany([]), []);
    },
  },
  {
    name: "a value of several megabytes comes back whole",
    about: "reads",
    async run({ backend }) {
      const large = Uint8Array.from({ length: 5 * 1_048_576 }, (_, index) => index % 251);
      await write(backend, put("large", large), put("small", "s"));
      await expectValue(backend, "large", large);
      await expectValue(backend, "small", "s");
    },
  },
  {
    name: "flush and stats answer and change nothing",
    about: "reads",
    async run({ backend }) {
      await fill(backend, "a", "b");
      await backend.flush();
      const { entries, bytesOnDisk } = await backend.stats();
      if (entries !== undefined) assert.equal(entries, 2, "the entries that stats counts");
      if (bytesOnDisk !== undefined) assert.isAtLeast(bytesOnDisk, 0, "the bytes that stats counts");
      await expectContents(backend, ["a=a", "b=b"]);
    },
  },
];
