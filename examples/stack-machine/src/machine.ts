import { StorageError } from "@airssys/storage";
import { INSTRUCTIONS, storage } from "./instructions.ts";
import { Fault, type Instruction, parse } from "./program.ts";
import { Mistake, Stack } from "./stack.ts";

/** These have no function of their own: a transaction is what stands between them. */
const TRANSACTIONS: ReadonlySet<string> = new Set(["begintx", "committx", "rollbacktx"]);

/** Stops a transaction that is to be undone. */
class RolledBack {
  readonly at: number;

  constructor(at: number) {
    this.at = at;
  }
}

/**
 * Runs instructions up to the end of the transaction that they are in, or of the program, and answers where that is.
 */
function runFrom(program: readonly Instruction[], start: number, stack: Stack, begun?: Instruction): number {
  for (let at = start; at < program.length; at++) {
    const instruction = program[at] as Instruction;
    const { line, name, operand } = instruction;
    if (operand !== undefined) stack.push(operand);
    if (name === "begintx") at = inLine(line, () => runTransaction(program, at, stack, instruction));
    else if (!TRANSACTIONS.has(name)) inLine(line, () => INSTRUCTIONS.get(name)?.(stack));
    else if (begun === undefined) throw new Fault(line, "no transaction is open");
    else if (name === "committx") return at;
    else throw new RolledBack(at);
  }
  if (begun !== undefined) throw new Fault(begun.line, "the transaction is neither committed nor rolled back");
  return program.length;
}

/**
 * Runs what comes after `begintx` and answers where the transaction ends. What it wrote is undone if anything is
 * thrown.
 */
function runTransaction(program: readonly Instruction[], at: number, stack: Stack, begun: Instruction): number {
  try {
    return storage.transaction(() => runFrom(program, at + 1, stack, begun));
  } catch (error) {
    if (error instanceof RolledBack) return error.at;
    throw error;
  }
}

/** Says in which line it was that something could not be done. */
function inLine<T>(line: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Mistake || error instanceof StorageError) throw new Fault(line, error.message);
    throw error;
  }
}

function run(text: string): ({ tag: "number"; val: number } | { tag: "text"; val: string })[] {
  const program = parse(text);
  const unknown = program.find(({ name }) => !INSTRUCTIONS.has(name) && !TRANSACTIONS.has(name));
  if (unknown !== undefined) throw new Fault(unknown.line, `there is no instruction ${unknown.name}`);
  const stack = new Stack();
  runFrom(program, 0, stack);
  return stack.values.map((val) => (typeof val === "number" ? { tag: "number", val } : { tag: "text", val }));
}

export const machine = { run };
