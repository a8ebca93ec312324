import type { Write } from "@airssys/backend";
import { assert } from "chai";
import { expectContents, expectRefusal } from "../expect/expectations.ts";
import { bytes } from "../expect/text-bytes.ts";
import { fill, put, remove, removeRange, write } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

/** Laws about atomic commits: a batch happens whole and in its order, or not at all. */
export const atomicCommitLaws: readonly Law[] = [
  {
    name: "a batch writes all that it holds",
    about: "atomic commits",
    async run({ backend }) {
      await fill(backend, "a", "b", "c", "d");
      await write(backend, put("b", "B"), remove("a"), put("e", "E"), removeRange("c", "cc"));
      await expectContents(backend, ["b=B", "d=d", "e=E"]);
    },
  },
  {
    name: "a batch of nothing succeeds and changes nothing",
    about: "atomic commits",
    async run({ backend }) {
      await fill(backend, "a");
      assert.equal(await backend.commit({ checks: [], writes: [] }), true);
      await expectContents(backend, ["a=a"]);
    },
  },
  {
    name: "of two puts of one key in a batch the last one stays",
    about: "atomic commits",
    async run({ backend }) {
      await write(backend, put("a", "first"), put("b", "b"), put("a", "second"), put("a", "third"));
      await expectContents(backend, ["a=third", "b=b"]);
    },
  },
  {
    name: "a delete after a put removes what was put, and a put after a delete stays",
    about: "atomic commits",
    async run({ backend }) {
      await fill(backend, "b");
      await write(backend, put("a", "1"), remove("a"), remove("b"), put("b", "2"));
      await expectContents(backend, ["b=2"]);
    },
  },
  {
    name: "a delete-range removes what the batch put before it and nothing that it puts after",
    about: "atomic commits",
    async run({ backend }) {
      await fill(backend, "a", "b", "c");
      await write(backend, put("b1", "before"), put("b2", "before"), removeRange("b", "c"), put("b2", "after"));
      await expectContents(backend, ["a=a", "b2=after", "c=c"]);
    },
  },
  {
    name: "a delete-range takes its first key and spares its end",
    about: "atomic commits",
    async run({ backend }) {
      await fill(backend, "a", "b", "b\0", "b\xff", "c", "d");
      await write(backend, removeRange("b", "c"));
      await expectContents(backend, ["a=a", "c=c", "d=d"]);
    },
  },
  {
    name: "a delete-range whose end is not after its start removes nothing",
    about: "atomic commits",
    async run({ backend }) {
      await fill(backend, "a", "b", "c");
      await write(backend, removeRange("b", "b"), removeRange("c", "a"), removeRange("", ""), removeRange("a", ""));
      await expectContents(backend, ["a=a", "b=b", "c=c"]);
    },
  },
  {
    name: "a delete-range may begin before the first key and end after the last one",
    about: "atomic commits",
    async run({ backend }) {
      await fill(backend, "\0", "a", "\u{10ffff}");
      await write(backend, removeRange("", Uint8Array.of(0xff)));
      await expectContents(backend, []);
    },
  },
  {
    name: "a delete-range removes thousands of keys",
    about: "atomic commits",
    async run({ backend }) {
      const keys = Array.from({ length: 2_500 }, (_, index) => `k${index}`);
      await fill(backend, "j", ...keys, "l");
      await write(backend, removeRange("k", "l"));
      await expectContents(backend, ["j=j", "l=l"]);
    },
  },
  {
    name: "a batch with a key that is refused writes nothing, wherever the key stands",
    about: "atomic commits",
    async run({ backend }) {
      await fill(backend, "a", "z");
      const good = [put("b", "B"), remove("a"), removeRange("y", "zz")];
      for (const bad of [put("", "x"), remove("")]) {
        for (const writes of [
          [bad, ...good],
          [...good, bad],
        ]) {
          await expectRefusal(backend, "invalid", "an empty key", () => backend.commit({ checks: [], writes }));
        }
      }
      await expectContents(backend, ["a=a", "z=z"]);
    },
  },
  {
    name: "a batch that throws halfway writes nothing, and the next one is not hurt",
    about: "atomic commits",
    async run({ backend }) {
      await fill(backend, "a");
      const unreadable: Write = {
        type: "put",
        key: bytes("c"),
        get value(): Uint8Array {
          throw new RangeError("this value cannot be read");
        },
      };
      const commit = async () => await backend.commit({ checks: [], writes: [put("b", "B"), remove("a"), unreadable] });
      await commit().then(
        () => assert.fail("the commit succeeded"),
        () => {},
      );
      await expectContents(backend, ["a=a"]);
      await write(backend, put("d", "D"));
      await expectContents(backend, ["a=a", "d=D"]);
    },
  },
];
