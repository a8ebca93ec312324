import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Backend, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openLmdb } from "@airssys/backend-lmdb";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { sequences } from "./commands.ts";
import { parametersOf, timeoutOf } from "./parameters.ts";
import { type Ground, Trial } from "./trial.ts";

const folder = mkdtempSync(join(tmpdir(), "airssys-model-"));
let lmdb: Backend<"sync"> | undefined;
afterAll(() => {
  lmdb?.close();
  rmSync(folder, { recursive: true });
});

const memory = openMemory();
const asynchronous = promised(openMemory());

const GROUNDS: readonly { readonly name: string; readonly runs: number; readonly ground: Ground }[] = [
  { name: "memory", runs: 300, ground: { reopen: () => memory } },
  { name: "memory answering with promises", runs: 150, ground: { reopen: () => asynchronous } },
  { name: "lmdb", runs: 60, ground: { reopen: reopenLmdb } },
];

function reopenLmdb(): Backend<"sync"> {
  lmdb?.close();
  lmdb = openLmdb({ path: join(folder, "store") });
  return lmdb;
}

describe.each(GROUNDS)("a store over $name", ({ runs, ground }) => {
  it("behaves like a plain map with instants, for any sequence of operations", {
    timeout: timeoutOf(60_000),
  }, async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(sequences, async (sequence) => {
        const trial = await Trial.begin(ground, `app:run-${run++}`);
        for (const { command, look } of sequence) await trial.step(command, look);
        await trial.end();
      }),
      parametersOf(runs),
    );
    expect(run).toBeGreaterThan(0);
  });
});
