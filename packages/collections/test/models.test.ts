import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { inCall, raw, reset } from "../../storage/test/host-binding.ts";
import { KINDS } from "./commands.ts";
import { COLLECTIONS, type KindName } from "./fixtures/collections.ts";
import { perform } from "./fixtures/perform.ts";

beforeEach(reset);

describe.each(Object.entries(KINDS))("%s", (name, { command, model }) => {
  const make = COLLECTIONS[name as KindName];

  test("does what its model does, whatever is done to it, and through two handles alike", { timeout: 120_000 }, () => {
    const commands = fc.array(command, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(commands, fc.boolean(), (all, together) => {
        reset();
        const handles = [make("a"), make("a")];
        make("ab"); // a neighbour that nothing is put into
        const expected = model();
        const run = () => {
          for (const [step, each] of all.entries()) {
            expect(perform(handles[step % 2]!, each), JSON.stringify(each, text)).toEqual(perform(expected, each));
          }
        };
        if (together) inCall(run);
        else run();
        perform(handles[0]!, ["clear"]);
        expect(raw.keys()).toEqual([]);
        expect(raw.size()).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});

function text(_name: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}
