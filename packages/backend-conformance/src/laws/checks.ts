import { assert } from "chai";
import { expectContents, expectRefusal } from "../expect/expectations.ts";
import { check, fill, put, remove, removeRange, write, writeIf } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

/** Laws about checks, which must hold for a batch to be written. */
export const checkLaws: readonly Law[] = [
  {
    name: "a commit whose checks hold is written",
    about: "checks",
    async run({ backend }) {
      await write(backend, put("a", "1"), put("empty", ""));
      const checks = [check("a", "1"), check("empty", ""), check("absent", undefined)];
      assert.equal(await writeIf(backend, checks, put("a", "2"), put("absent", "now here")), true);
      await expectContents(backend, ["a=2", "absent=now here", "empty="]);
    },
  },
  {
    name: "a commit whose only check fails answers false and writes nothing",
    about: "checks",
    async run({ backend }) {
      await fill(backend, "a", "b");
      const writes = [put("c", "C"), put("a", "A"), remove("b"), removeRange("a", "z")];
      assert.equal(await writeIf(backend, [check("a", "other")], ...writes), false);
      await expectContents(backend, ["a=a", "b=b"]);
    },
  },
  {
    name: "every check counts, wherever it stands",
    about: "checks",
    async run({ backend }) {
      await fill(backend, "a", "b", "c");
      for (const wrong of ["a", "b", "c"]) {
        const checks = ["a", "b", "c"].map((key) => check(key, key === wrong ? "other" : key));
        assert.equal(await writeIf(backend, checks, put("d", "D")), false, `with a wrong check of ${wrong}`);
      }
      await expectContents(backend, ["a=a", "b=b", "c=c"]);
    },
  },
  {
    name: "a check for absence fails on a key that is there, also with an empty value",
    about: "checks",
    async run({ backend }) {
      await write(backend, put("empty", ""), put("full", "x"));
      assert.equal(await writeIf(backend, [check("empty", undefined)], put("a", "A")), false, "on an empty value");
      assert.equal(await writeIf(backend, [check("full", undefined)], put("a", "A")), false, "on a value");
      await expectContents(backend, ["empty=", "full=x"]);
    },
  },
  {
    name: "a check for a value fails on a key that is absent, also for the empty value",
    about: "checks",
    async run({ backend }) {
      assert.equal(await writeIf(backend, [check("absent", "")], put("a", "A")), false, "for the empty value");
      assert.equal(await writeIf(backend, [check("absent", "x")], put("a", "A")), false, "for a value");
      await expectContents(backend, []);
    },
  },
  {
    name: "a check compares the whole value",
    about: "checks",
    async run({ backend }) {
      await write(backend, put("a", "abc"));
      for (const near of ["ab", "abcd", "abC", "abd", "", "abc\0"]) {
        assert.equal(await writeIf(backend, [check("a", near)], put("a", "other")), false, `"${near}" against "abc"`);
      }
      assert.equal(await writeIf(backend, [check("a", "abc")], put("a", "other")), true, '"abc" against "abc"');
    },
  },
  {
    name: "checks are judged before the writes of their own batch",
    about: "checks",
    async run({ backend }) {
      assert.equal(await writeIf(backend, [check("a", "new")], put("a", "new")), false);
      assert.equal(await writeIf(backend, [check("a", undefined)], put("a", "new")), true);
      await expectContents(backend, ["a=new"]);
    },
  },
  {
    name: "checks see the commit before, not what was read before it",
    about: "checks",
    async run({ backend }) {
      await write(backend, put("a", "1"));
      await expectContents(backend, ["a=1"]);
      await write(backend, removeRange("a", "b"));
      assert.equal(await writeIf(backend, [check("a", "1")], put("a", "2")), false, "a check for what was removed");
      assert.equal(await writeIf(backend, [check("a", undefined)], put("a", "3")), true, "a check for its absence");
      await expectContents(backend, ["a=3"]);
    },
  },
  {
    name: "checks without writes only tell",
    about: "checks",
    async run({ backend }) {
      await fill(backend, "a");
      assert.equal(await writeIf(backend, [check("a", "a")]), true);
      assert.equal(await writeIf(backend, [check("a", "b")]), false);
      await expectContents(backend, ["a=a"]);
    },
  },
  {
    name: "two checks of one key must both hold",
    about: "checks",
    async run({ backend }) {
      await fill(backend, "a");
      assert.equal(await writeIf(backend, [check("a", "a"), check("a", "b")], put("c", "C")), false);
      assert.equal(await writeIf(backend, [check("a", "b"), check("a", "a")], put("c", "C")), false);
      assert.equal(await writeIf(backend, [check("a", "a"), check("a", "a")], put("c", "C")), true);
      await expectContents(backend, ["a=a", "c=C"]);
    },
  },
  {
    name: "a check of a key that is refused writes nothing",
    about: "checks",
    async run({ backend }) {
      const batch = { checks: [check("", undefined)], writes: [put("a", "A")] };
      await expectRefusal(backend, "invalid", "a check of an empty key", () => backend.commit(batch));
      await expectContents(backend, []);
    },
  },
];
