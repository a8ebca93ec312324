import type { CallError } from "@airssys/runtime";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENGINES } from "./engines.ts";
import { openProbe } from "./probe.ts";

const key = fc.constantFrom("a", "b", "c");

const command = fc.oneof(
  fc.record({ type: fc.constant("increment"), key }),
  fc.record({ type: fc.constantFrom("refuse", "trap", "crash-within"), key, after: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ type: fc.constantFrom("restart", "crash", "fail-commit") }),
  fc.record({ type: fc.constant("advance"), by: fc.integer({ min: 0, max: 100_000 }) }),
);

const WAYS = { refuse: "return the storage error", trap: "throw an error" } as const;

/** How many random programs; each has up to 25 commands. */
const RUNS = 12;

describe.each(ENGINES)("a harness over $name", ({ options }) => {
  it("agrees with a plain map, whatever ends it and whenever", { timeout: 120_000 }, async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    const outcome = (call: Promise<unknown>) =>
      call.then(
        () => "ok",
        ({ code }: CallError) => code,
      );

    const property = fc.asyncProperty(fc.array(command, { maxLength: 25 }), async (commands) => {
      await probe.call("probe.clear");
      const model = new Map<string, number>();
      for (const each of commands) {
        if ("by" in each) harness.clock.advance(each.by);
        else if (each.type === "increment" && "key" in each) {
          const next = (model.get(each.key) ?? 0) + 1;
          expect(await probe.call("probe.increment", each.key)).toBe(next);
          model.set(each.key, next);
        } else if ("after" in each) await endBadly(each.type, each.key, each.after);
        else if (each.type === "restart") await harness.restart();
        else if (each.type === "crash") await harness.crash();
        else {
          harness.faults.failCommit(1, { code: "full" });
          expect(await outcome(probe.call("probe.increment", "a"))).toBe("not-committed");
        }
        expect(await harness.snapshot("probe")).toEqual(Object.fromEntries(model));
        expect(await probe.call("probe.now")).toBe(BigInt(harness.clock.now));
      }
      expect((await harness.usage("probe")).keyCount).toBe(model.size);
    });

    async function endBadly(type: string, name: string, after: number): Promise<void> {
      if (type !== "crash-within") {
        const expected = type === "trap" ? "trapped" : "refused";
        expect(await outcome(probe.call("probe.setThen", name, "lost", WAYS[type as "trap"]))).toBe(expected);
        return;
      }
      let left = after;
      const stop = harness.operations.listen(() => {
        if (left-- === 0) void harness.crash();
      });
      expect(await outcome(probe.call("probe.setMany", name, 5, 1))).toBe("crashed");
      stop();
    }

    await fc.assert(property, { numRuns: RUNS });
  });
});
