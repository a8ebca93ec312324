import { assert } from "chai";
import { expectContents, expectRefusal, expectValue } from "../expect/expectations.ts";
import { bytes, type Readable, shown } from "../expect/text-bytes.ts";
import { walk } from "../expect/walk.ts";
import { check, fill, put, remove, removeRange, write, writeIf } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

/** Laws about views of a prefix: they see and change their own keys only. */
export const isolationLaws: readonly Law[] = [
  {
    name: "a view has the keys of its prefix, without the prefix",
    about: "isolation",
    async run({ backend, view }) {
      const inside = view(backend, bytes("a:"));
      await write(inside, put("k", "v"), put("\0", "zero"));
      await expectValue(inside, "k", "v");
      await expectContents(inside, ["\\x00=zero", "k=v"]);
      await expectContents(backend, ["a:\\x00=zero", "a:k=v"]);
      await write(backend, put("a:new", "from outside"));
      await expectValue(inside, "new", "from outside");
    },
  },
  {
    name: "views of neighbouring prefixes never meet",
    about: "isolation",
    async run({ backend, view }) {
      const prefixes = ["a:", "ab:", "a;", "b:", "a9"];
      const views = prefixes.map((prefix) => view(backend, bytes(prefix)));
      for (const [index, inside] of views.entries()) await write(inside, put("k", `of ${prefixes[index]}`));
      for (const [index, inside] of views.entries()) await expectContents(inside, [`k=of ${prefixes[index]}`]);
      for (const inside of views.slice(1)) await write(inside, put("k", "changed"), put("more", ""));
      await expectContents(views[0] ?? backend, ["k=of a:"]);
    },
  },
  {
    name: "a range without bounds stays inside, in both directions and page by page",
    about: "isolation",
    async run({ backend, view }) {
      await fill(backend, "a", "a9", "a:", "a:1", "a:2", "a:3", "a;", "a;a", "b");
      const inside = view(backend, bytes("a:"));
      for (const limit of [1, 2, 3, 10]) {
        for (const reverse of [false, true]) {
          const keys = (await walk(inside, { limit, reverse }, 4)).map(({ key }) => shown(key));
          assert.deepEqual(keys, reverse ? ["3", "2", "1"] : ["1", "2", "3"], `limit ${limit}, reverse: ${reverse}`);
        }
      }
    },
  },
  {
    name: "bounds of a range are keys of the view",
    about: "isolation",
    async run({ backend, view }) {
      await fill(backend, "a", "a:", "a:1", "a:2", "a:3", "a;");
      const inside = view(backend, bytes("a:"));
      const keys = async (gte: Readable | undefined, lt: Readable | undefined) => {
        const range = { ...(gte !== undefined && { gte: bytes(gte) }), ...(lt !== undefined && { lt: bytes(lt) }) };
        return (await walk(inside, range)).map(({ key }) => shown(key));
      };
      assert.deepEqual(await keys("2", undefined), ["2", "3"]);
      assert.deepEqual(await keys(undefined, "2"), ["1"]);
      assert.deepEqual(await keys("", undefined), ["1", "2", "3"]);
      assert.deepEqual(await keys(undefined, ""), []);
      assert.deepEqual(await keys(Uint8Array.of(0xff, 0xff), undefined), []);
      assert.deepEqual(await keys(undefined, Uint8Array.of(0xff, 0xff)), ["1", "2", "3"]);
    },
  },
  {
    name: "a page of a view is full and knows that it is the last, whatever lies beside",
    about: "isolation",
    async run({ backend, view }) {
      await fill(backend, "a", "a9", "a:1", "a:2", "a;", "a;a");
      const inside = view(backend, bytes("a:"));
      for (const reverse of [false, true]) {
        const page = await inside.scan({ limit: 2, reverse });
        assert.deepEqual([page.entries.length, page.isLast], [2, true], `limit 2, reverse: ${reverse}`);
      }
      const none = await view(backend, bytes("a5")).scan({});
      assert.deepEqual([none.entries.length, none.isLast], [0, true], "a view without keys");
    },
  },
  {
    name: "a delete-range of a view ends at its edges",
    about: "isolation",
    async run({ backend, view }) {
      await fill(backend, "a", "a9", "a:", "a:\0", "a:1", "a:\u{10ffff}", "a;", "a;a", "b");
      const inside = view(backend, bytes("a:"));
      await write(inside, removeRange("", Uint8Array.of(0xff, 0xff)));
      await expectContents(inside, []);
      await expectContents(backend, ["a=a", "a9=a9", "a:=a:", "a;=a;", "a;a=a;a", "b=b"]);
    },
  },
  {
    name: "checks and deletes of a view are about its own keys",
    about: "isolation",
    async run({ backend, view }) {
      await fill(backend, "k", "a:k", "b:k");
      const inside = view(backend, bytes("a:"));
      assert.equal(await writeIf(inside, [check("k", "k")], put("x", "")), false, "a check of another's value");
      assert.equal(await writeIf(inside, [check("k", "a:k"), check("b:k", undefined)], remove("k")), true);
      await expectContents(backend, ["b:k=b:k", "k=k"]);
    },
  },
  {
    name: "a view of a prefix of bytes 0xff ends where the store ends",
    about: "isolation",
    async run({ backend, view }) {
      const all = view(backend, Uint8Array.of(0xff));
      const some = view(backend, Uint8Array.of(0xff, 0xff));
      const mixed = view(backend, Uint8Array.of(0x61, 0xff));
      await fill(backend, "a", "b", Uint8Array.of(0xfe, 0xff));
      await write(all, put("k", "of ff"));
      await write(some, put("k", "of ffff"));
      await write(mixed, put("k", "of 61ff"));
      await expectContents(all, ["k=of ff", "\\xffk=of ffff"]);
      await expectContents(some, ["k=of ffff"]);
      await expectContents(mixed, ["k=of 61ff"]);
      await write(mixed, removeRange("", Uint8Array.of(0xff)));
      await write(some, removeRange("", Uint8Array.of(0xff)));
      await expectContents(backend, ["a=a", "b=b", "\\xfe\\xff=\\xfe\\xff", "\\xffk=of ff"]);
    },
  },
  {
    name: "a view of a view has the keys of both prefixes",
    about: "isolation",
    async run({ backend, view }) {
      const outer = view(backend, bytes("a:"));
      const inner = view(outer, bytes("b:"));
      await fill(outer, "b", "b;");
      await write(inner, put("k", "v"), removeRange("", Uint8Array.of(0xff)), put("k", "w"));
      await expectContents(inner, ["k=w"]);
      await expectContents(backend, ["a:b=b", "a:b:k=w", "a:b;=b;"]);
    },
  },
  {
    name: "the longest key of a view leaves room for its prefix",
    about: "isolation",
    async run({ backend, view }) {
      const inside = view(backend, bytes("prefix:"));
      const { keyBytesMax } = inside.capabilities;
      assert.equal(keyBytesMax, backend.capabilities.keyBytesMax - 7, "keyBytesMax of the view");
      const longest = new Uint8Array(keyBytesMax).fill(0x61);
      const tooLong = new Uint8Array(keyBytesMax + 1).fill(0x61);
      await write(inside, put(longest, "longest"));
      await expectValue(inside, longest, "longest");
      await expectRefusal(inside, "invalid", "get of a longer key", () => inside.get(tooLong));
    },
  },
  {
    name: "the bare prefix is no key of the view",
    about: "isolation",
    async run({ backend, view }) {
      await fill(backend, "a:", "a:k");
      const inside = view(backend, bytes("a:"));
      await expectContents(inside, ["k=a:k"]);
      await expectRefusal(inside, "invalid", "get of the empty key", () => inside.get(bytes("")));
      await write(inside, removeRange("", "z"));
      await expectContents(backend, ["a:=a:"]);
    },
  },
  {
    name: "a view counts what is its own, if it counts at all",
    about: "isolation",
    async run({ backend, view }) {
      await fill(backend, "a", "b", "a:k");
      const { entries } = await view(backend, bytes("a:")).stats();
      if (entries !== undefined) assert.equal(entries, 1, "the entries of the view");
    },
  },
];
