// The same commands in a component, from its source and built over LMDB, whose program ends and begins again in
// between.

import { structuredCodec } from "@airssys/storage";
import { createHarness } from "@airssys/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KINDS } from "./commands.ts";
import { type Command, perform } from "./fixtures/perform.ts";

const at = (path: string) => new URL(path, import.meta.url);
const codec = structuredCodec<unknown>();

interface Exports {
  run(kind: string, commands: Uint8Array): Uint8Array;
}

describe.each(["mock", "lmdb"] as const)("collections in a component, %s", (mode) => {
  test("do what their models do, across lives of its program and calls that fail", { timeout: 300_000 }, async () => {
    await using harness = await createHarness<Exports>({
      entry: at("./fixtures/component.ts"),
      wit: at("./fixtures/component.wit"),
      manifest: {
        component: { id: "collections", version: "1.0.0" },
        grants: { access: "admin", quotaBytes: 50_000_000 },
      },
      mode,
      conditions: ["@airssys/source"],
      cacheFolder: at("../../../.cache"),
    });
    const component = await harness.start();
    const run = async (kind: string, commands: Command[]) =>
      codec.decode(new Uint8Array(await component.call("run", kind, codec.encode(commands))));

    const ends = [() => harness.restart(), () => harness.crash(), () => harness.restart()];
    const seed = Date.now();
    const plans = Object.entries(KINDS).map(([kind, { command, model }]) => {
      const calls = fc.array(fc.array(command, { minLength: 20, maxLength: 20 }), { minLength: 3, maxLength: 3 });
      return { kind, expected: model(), lives: fc.sample(calls, { numRuns: ends.length, seed }) };
    });
    for (const [life, end] of ends.entries()) {
      for (const plan of plans) {
        const failing: Command[] = [...(plan.lives[life]?.[0] ?? []).slice(0, 5), ["fail"]];
        await expect(run(plan.kind, failing)).rejects.toThrow();
        for (const commands of plan.lives[life]!) {
          const results = commands.map((command) => perform(plan.expected, command));
          expect(await run(plan.kind, commands), `${plan.kind}, seed ${seed}`).toEqual(results);
        }
      }
      await end();
    }
    for (const { kind } of plans) expect(await run(kind, [["clear"]])).toEqual([undefined]);
  });
});
