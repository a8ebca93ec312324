import type { Backend, Batch, Check, Write } from "@airssys/backend";
import { assert } from "chai";
import { expectContents, expectRefusal } from "../expect/expectations.ts";
import { check, fill, put, remove, removeRange } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

/** Laws about committing several batches at once, which works as if one followed the other. */
export const commitsTogetherLaws: readonly Law[] = [
  {
    name: "batches committed together all happen, and each is answered at its position",
    about: "commits together",
    async run({ backend }) {
      await fill(backend, "a");
      const answers = await together(backend, batch(put("b", "B")), batch(remove("a"), put("c", "C")), batch());
      assert.deepEqual(answers, [true, true, true]);
      await expectContents(backend, ["b=B", "c=C"]);
    },
  },
  {
    name: "a batch whose check fails leaves the others that are committed with it alone",
    about: "commits together",
    async run({ backend }) {
      await fill(backend, "a");
      const wrong = batchIf([check("a", "other")], put("x", "X"), removeRange("a", "z"));
      const right = batchIf([check("a", "a")], put("c", "C"));
      assert.deepEqual(await together(backend, batch(put("b", "B")), wrong, right), [true, false, true]);
      await expectContents(backend, ["a=a", "b=B", "c=C"]);
    },
  },
  {
    name: "a batch sees what was committed with it before it, and not what comes after",
    about: "commits together",
    async run({ backend }) {
      const first = batchIf([check("n", undefined)], put("n", "1"));
      const second = batchIf([check("n", "1")], put("n", "2"));
      const loser = batchIf([check("n", "1")], put("n", "lost"));
      assert.deepEqual(await together(backend, first, second, loser), [true, true, false]);
      await expectContents(backend, ["n=2"]);
    },
  },
  {
    name: "of batches committed together the last one to write a key stays",
    about: "commits together",
    async run({ backend }) {
      await together(backend, batch(put("a", "1")), batch(put("a", "2"), put("b", "2")), batch(remove("b")));
      await expectContents(backend, ["a=2"]);
    },
  },
  {
    name: "nothing committed together is nothing",
    about: "commits together",
    async run({ backend }) {
      await fill(backend, "a");
      assert.deepEqual(await together(backend), []);
      await expectContents(backend, ["a=a"]);
    },
  },
  {
    name: "a key that is refused in one batch refuses all that are committed with it",
    about: "commits together",
    async run({ backend }) {
      await fill(backend, "a");
      const batches = [batch(put("b", "B")), batch(put("", "empty")), batch(put("c", "C"))];
      await expectRefusal(backend, "invalid", "an empty key among others", () => backend.commitAll(batches));
      await expectContents(backend, ["a=a"]);
    },
  },
];

function batch(...writes: Write[]): Batch {
  return { checks: [], writes };
}

function batchIf(checks: Check[], ...writes: Write[]): Batch {
  return { checks, writes };
}

async function together(backend: Backend, ...batches: Batch[]): Promise<boolean[]> {
  return await backend.commitAll(batches);
}
