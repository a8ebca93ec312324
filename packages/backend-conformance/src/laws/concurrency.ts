import type { Backend } from "@airssys/backend";
import { assert } from "chai";
import { expectContents, expectValue } from "../expect/expectations.ts";
import { bytes, shown } from "../expect/text-bytes.ts";
import { check, fill, put, write, writeIf } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

/** Laws about concurrent requests and several handles. */
export const concurrencyLaws: readonly Law[] = [
  {
    name: "of two commits that check the same value one wins",
    about: "concurrency",
    async run({ backend }) {
      await write(backend, put("a", "0"));
      const answers = await Promise.all(
        ["1", "2"].map((value) => writeIf(backend, [check("a", "0")], put("a", value))),
      );
      assert.deepEqual(answers.toSorted(), [false, true], "the answers of both");
      await expectValue(backend, "a", answers[0] ? "1" : "2");
    },
  },
  {
    name: "increments that overlap and check lose nothing",
    about: "concurrency",
    async run({ backend }) {
      await Promise.all(Array.from({ length: 8 }, () => increment(backend, 10)));
      await expectValue(backend, "count", "80");
    },
  },
  {
    name: "a batch that overlaps others is written in one piece",
    about: "concurrency",
    async run({ backend }) {
      const names = ["one", "two", "three", "four", "five", "six"];
      await Promise.all(names.map((name) => write(backend, put("a", name), put("b", name), put(`by ${name}`, ""))));
      const [a, b] = await backend.getMany([bytes("a"), bytes("b")]);
      assert.equal(shown(a), shown(b), "the two keys that every batch wrote");
      assert.include(names, shown(a));
    },
  },
  {
    name: "a handle sees what it has committed at once, whoever else has a handle",
    about: "concurrency",
    assumes: ["multiProcess"],
    run: withTwoHandles(async (backend, other) => {
      await expectValue(other, "a", undefined);
      for (const value of ["1", "2", "3"]) {
        await write(backend, put("a", value));
        await expectValue(backend, "a", value);
        await write(other, put("a", `${value}!`));
        await expectValue(other, "a", `${value}!`);
      }
    }),
  },
  {
    name: "a handle sees what another one committed after one turn of the event loop",
    about: "concurrency",
    assumes: ["multiProcess"],
    run: withTwoHandles(async (backend, other) => {
      await expectValue(other, "a", undefined);
      await fill(backend, "a", "b");
      await turn();
      await expectValue(other, "a", "a");
      await expectContents(other, ["a=a", "b=b"]);
    }),
  },
  {
    name: "checks are judged against what another handle has just committed",
    about: "concurrency",
    assumes: ["multiProcess"],
    run: withTwoHandles(async (backend, other) => {
      await write(backend, put("a", "1"));
      await turn();
      await expectValue(other, "a", "1");
      await write(backend, put("a", "2"));
      assert.equal(await writeIf(other, [check("a", "1")], put("a", "lost")), false, "a check for the old value");
      assert.equal(await writeIf(other, [check("a", "2")], put("a", "3")), true, "a check for the new value");
    }),
  },
  {
    name: "increments through two handles that check lose nothing",
    about: "concurrency",
    assumes: ["multiProcess"],
    run: withTwoHandles(async (backend, other) => {
      await Promise.all([backend, other, backend, other].map((handle) => increment(handle, 10)));
      await turn();
      await expectValue(other, "count", "40");
    }),
  },
];

/** Runs a law with two handles on the same store. */
function withTwoHandles(run: (one: Backend, other: Backend) => Promise<void>): Law["run"] {
  return async (context) => run(context.backend, await context.openAnother());
}

/** Increments the counter `times` times, each under a check of the value that was read. Retries after a conflict. */
async function increment(backend: Backend, times: number): Promise<void> {
  for (let done = 0, tries = 0; done < times; tries++) {
    if (tries === TRIES_MAX) assert.fail(`only ${done} of ${times} increments got through in ${tries} tries`);
    const seen = await backend.get(bytes("count"));
    const next = String(Number(shown(seen) ?? 0) + 1);
    const isCommitted = await backend.commit({
      checks: [{ key: bytes("count"), value: seen }],
      writes: [put("count", next)],
    });
    if (isCommitted) done++;
    else await turn();
  }
}

/** Each failed try means that another increment succeeded, and there are less than half as many of those. */
const TRIES_MAX = 200;

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
