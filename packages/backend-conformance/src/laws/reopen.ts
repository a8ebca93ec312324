import { assert } from "chai";
import { expectContents, expectValue } from "../expect/expectations.ts";
import { check, fill, put, remove, removeRange, write, writeIf } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

/** Laws about closing a store and opening it again. */
export const reopenLaws: readonly Law[] = [
  {
    name: "what was committed is there after the store is opened again",
    about: "reopen",
    assumes: ["durable"],
    async run(context) {
      await write(context.backend, put("a", "1"), put("empty", ""), put("\0\xff", "\0"));
      const reopened = await context.reopen();
      await expectContents(reopened, ["\\x00\\xc3\\xbf=\\x00", "a=1", "empty="]);
    },
  },
  {
    name: "what was deleted or overwritten does not come back",
    about: "reopen",
    assumes: ["durable"],
    async run(context) {
      await fill(context.backend, "a", "b", "c", "d", "e");
      await write(context.backend, remove("a"), removeRange("c", "e"), put("b", "new"));
      await expectContents(await context.reopen(), ["b=new", "e=e"]);
    },
  },
  {
    name: "a commit whose check failed left nothing to be found later",
    about: "reopen",
    assumes: ["durable"],
    async run(context) {
      await fill(context.backend, "a");
      await writeIf(context.backend, [check("a", "other")], put("b", "b"), remove("a"));
      await expectContents(await context.reopen(), ["a=a"]);
    },
  },
  {
    name: "a store can be written, closed and opened many times",
    about: "reopen",
    assumes: ["durable"],
    async run(context) {
      for (let round = 0; round < 5; round++) {
        const before = round === 0 ? undefined : String(round - 1);
        const isCommitted = await writeIf(context.backend, [check("round", before)], put("round", String(round)));
        assert.equal(isCommitted, true, `the commit of round ${round}`);
        await context.reopen();
      }
      await expectValue(context.backend, "round", "4");
    },
  },
  {
    name: "a store that was removed is empty when it is opened",
    about: "reopen",
    assumes: ["durable"],
    async run(context) {
      await fill(context.backend, "a");
      await expectContents(await context.startAfresh(), []);
    },
  },
];
