import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildMachine } from "../demo/build-machine.ts";
import { type OpenMachine, openMachine } from "../demo/open-machine.ts";

describe("the stack machine on LMDB", { timeout: 60_000 }, () => {
  let component: Uint8Array;
  let folder: string;
  let open: OpenMachine;

  beforeAll(async () => {
    component = await buildMachine();
  }, 120_000);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "airssys-stack-machine-"));
    open = await openMachine(component, folder);
  });

  afterEach(async () => {
    await open.close();
    rmSync(folder, { recursive: true });
  });

  async function restart(): Promise<void> {
    await open.close();
    open = await openMachine(component, folder);
  }

  async function run(...lines: string[]): Promise<(number | string)[]> {
    const stack = await open.machine.call("machine.run", lines.join("\n"));
    return stack.map(({ val }) => val);
  }

  const program = (name: string) => readFileSync(new URL(`../programs/${name}.txt`, import.meta.url), "utf8");
  const fault = (line: number, message: string) => ({
    code: "refused",
    payload: { line, message: expect.stringContaining(message) },
  });
  const isEmpty = async () => (await open.machine.usage()).keyCount === 0;

  it("runs the program of the treasury, whose values are there after a restart", async () => {
    expect(await run(program("treasury"))).toEqual(["org/treasury/balance", 1]);
    await restart();
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
    await expect(run(...stored, "assert 0")).rejects.toMatchObject(fault(5, "does not hold"));
    await expect(run(...stored, "begintx", "drop")).rejects.toMatchObject(fault(6, "the stack is empty"));
    await expect(run(...stored, "", "begintx")).rejects.toMatchObject(fault(6, "neither committed nor rolled back"));
    expect(await isEmpty()).toBe(true);
    await restart();
    expect(await isEmpty()).toBe(true);
    await run(program("treasury"));
    await run(program("transfer"));
    await expect(run(program("transfer"))).rejects.toMatchObject(fault(14, "does not hold"));
    expect(await run('loadp "org/treasury/balance"', 'loadp "org/projects/funding"')).toEqual([40, 60]);
  });

  it("names the line of a program that makes no sense, before anything is run", async () => {
    const stored = ["push 1", 'storep "org/a"'];
    await expect(run(...stored, "jump 1")).rejects.toMatchObject(fault(3, "no instruction jump"));
    await expect(run(...stored, "constructor")).rejects.toMatchObject(fault(3, "no instruction constructor"));
    await expect(run(...stored, "push")).rejects.toMatchObject(fault(3, "push needs"));
    await expect(run(...stored, "push org")).rejects.toMatchObject(fault(3, "org is no number"));
    await expect(run(...stored, 'push "org')).rejects.toMatchObject(fault(3, "expected an instruction"));
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
    await expect(run("push 1", "push 2", line)).rejects.toMatchObject(fault(3, message));
  });

  it("refuses more transactions inside of each other than the host allows", async () => {
    const deep = (depth: number) => {
      const each = (name: string) => Array.from({ length: depth }, () => name);
      return [...each("begintx"), ...each("committx")];
    };
    expect(await run(...deep(64))).toEqual([]);
    await expect(run(...deep(65))).rejects.toMatchObject(fault(65, "limit exceeded"));
  });
});
