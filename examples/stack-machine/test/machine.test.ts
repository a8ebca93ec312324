import { readFileSync } from "node:fs";
import "@airssys/testing/vitest";
import { createHarness, type Harness, type Instance } from "@airssys/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MachineExports } from "../demo/open-machine.ts";

describe.each(["mock", "memory", "lmdb"] as const)("the stack machine, %s", (mode) => {
  let harness: Harness<MachineExports>;
  let machine: Instance<MachineExports>;

  beforeEach(async () => {
    harness = await createHarness<MachineExports>({
      entry: new URL("../src/machine.ts", import.meta.url),
      mode,
      conditions: ["@airssys/source"],
      cacheFolder: new URL("../../../.cache", import.meta.url),
    });
    machine = await harness.start();
  });

  afterEach(() => harness.close());

  async function run(...lines: string[]): Promise<(number | string)[]> {
    const stack = await machine.call("machine.run", lines.join("\n"));
    return stack.map(({ val }) => val);
  }

  const program = (name: string) => readFileSync(new URL(`../programs/${name}.txt`, import.meta.url), "utf8");
  const fault = (line: number, message: string) => ({ line, message: expect.stringContaining(message) });

  it("runs the program of the treasury, whose values are there after a restart", async () => {
    expect(await run(program("treasury"))).toEqual(["org/treasury/balance", 1]);
    await harness.restart();
    expect(await run('loadp "org/treasury/balance"', 'loadp "org/projects/funding"')).toEqual([90, 10]);
    expect(await run('listkeys "org/"')).toEqual(["org/projects/funding", "org/treasury/balance", 2]);
  });

  it("computes, and pushes an operand before the instruction has its turn", async () => {
    expect(await run("push 7", "push 2", "sub", "mul 3", "add 1", "div 4")).toEqual([4]);
    expect(await run("push 1", "push 2", "swap", "dup", "drop", "lt 2", "not")).toEqual([2, 0]);
    expect(await run('push "a # b" # a text', "", "  eq -1.5e3  ", "# nothing")).toEqual([0]);
    expect(await run("push -1", "mul 0", 'storep "org/zero"', 'loadp "org/zero"')).toEqual([-0]);
  });

  it("stores, loads, finds and deletes numbers and texts", async () => {
    await run('push "Ada"', 'storep "member/1"', "push 0.5", 'storep "member/2"');
    expect(await run('loadp "member/1"', 'loadp "member/2"')).toEqual(["Ada", 0.5]);
    await run('deletep "member/1"', 'deletep "member/1"');
    expect(await run('keyexists "member/1"', 'keyexists "member/2"')).toEqual([0, 1]);
  });

  it("undoes what a transaction stored, with those inside of it, and leaves the stack as it is", async () => {
    await run(program("treasury"));
    expect(await run(program("what-if"))).toEqual([40, 90]);
    const nested = ['storep "org/a"', "begintx", "push 2", 'storep "org/b"', "rollbacktx", "committx"];
    await run("begintx", "push 1", ...nested);
    expect(await run('keyexists "org/a"', 'keyexists "org/b"')).toEqual([1, 0]);
  });

  it("leaves nothing behind when a program fails, not even what a transaction has committed", async () => {
    const stored = ["begintx", "push 1", 'storep "org/a"', "committx"];
    await expect(run(...stored, "assert 0")).toBeRefused(fault(5, "does not hold"));
    await expect(run(...stored, "begintx", "drop")).toBeRefused(fault(6, "the stack is empty"));
    await expect(run(...stored, "", "begintx")).toBeRefused(fault(6, "neither committed nor rolled back"));
    expect(await harness.snapshot("stack-machine")).toEqual({});
    await harness.restart();
    expect(await harness.snapshot("stack-machine")).toEqual({});
    await run(program("treasury"));
    await run(program("transfer"));
    await expect(run(program("transfer"))).toBeRefused(fault(14, "does not hold"));
    expect(await run('loadp "org/treasury/balance"', 'loadp "org/projects/funding"')).toEqual([40, 60]);
  });

  it("names the line of a program that makes no sense, before anything is run", async () => {
    const stored = ["push 1", 'storep "org/a"'];
    await expect(run(...stored, "jump 1")).toBeRefused(fault(3, "no instruction jump"));
    await expect(run(...stored, "constructor")).toBeRefused(fault(3, "no instruction constructor"));
    await expect(run(...stored, "push")).toBeRefused(fault(3, "push needs"));
    await expect(run(...stored, "push org")).toBeRefused(fault(3, "org is no number"));
    await expect(run(...stored, 'push "org')).toBeRefused(fault(3, "expected an instruction"));
  });

  it.each([
    ['loadp "org/none"', 'nothing is stored under "org/none"'],
    ["storep 5", "expected a text, found 5"],
    ['add "five"', 'expected a number, found "five"'],
    ["div 0", "division by zero"],
    ["committx", "no transaction is open"],
    ["rollbacktx", "no transaction is open"],
    ['storep "treasury"', "permission denied"],
    ['listkeys ""', "permission denied"],
    [`storep "org/${"x".repeat(300)}"`, "invalid key"],
  ])("names the line of %s, which cannot be done", async (line, message) => {
    await expect(run("push 1", "push 2", line)).toBeRefused(fault(3, message));
  });

  it("refuses more transactions inside of each other than the host allows", async () => {
    const deep = (depth: number) => {
      const each = (name: string) => Array.from({ length: depth }, () => name);
      return [...each("begintx"), ...each("committx")];
    };
    expect(await run(...deep(64))).toEqual([]);
    await expect(run(...deep(65))).toBeRefused(fault(65, "limit exceeded"));
  });

  it("asks the host for a transaction where a program has one, and for nothing else than it says", async () => {
    await run(program("treasury"));
    expect(harness.operations.names()).toMatchInlineSnapshot(`
      [
        "storage-set",
        "storage-begin",
        "storage-set",
        "storage-set",
        "storage-commit",
        "storage-range-keys",
      ]
    `);
  });

  it("leaves nothing of a program behind, wherever the host ends while it runs, nor when the disk is full", async () => {
    await run(program("treasury"));
    const before = await harness.entries("stack-machine");
    for (const operations of [1, 2, 3, 4]) {
      harness.crashAfter(operations);
      await expect(run(program("transfer"))).toFailAs("crashed");
      expect(await harness.entries("stack-machine")).toEqual(before);
    }
    harness.faults.fullDisk();
    await expect(run(program("transfer"))).toFailAs("not-committed");
    expect(await harness.entries("stack-machine")).toEqual(before);
    harness.faults.heal();
    await run(program("transfer"));
    expect(await run('loadp "org/treasury/balance"', 'loadp "org/projects/funding"')).toEqual([40, 60]);
  });
});
