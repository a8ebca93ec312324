import { Storage, structuredCodec } from "@airssys/storage";
import { Mistake, type Stack, type Value } from "./stack.ts";

/** Arithmetic comes to -0 and to infinity, which JSON cannot keep. */
export const storage = new Storage({ codec: structuredCodec<Value>() });

/** Takes two numbers, of which the upper one is the second, and pushes what is made of them. */
function ofNumbers(compute: (a: number, b: number) => number | boolean): (stack: Stack) => void {
  return (stack) => {
    const b = stack.popNumber();
    stack.push(Number(compute(stack.popNumber(), b)));
  };
}

function divide(a: number, b: number): number {
  if (b === 0) throw new Mistake("division by zero");
  return a / b;
}

function load(key: string): Value {
  const value = storage.get(key);
  if (value === undefined) throw new Mistake(`nothing is stored under ${JSON.stringify(key)}`);
  return value;
}

/** What each instruction does, once its operand is on the stack. */
export const INSTRUCTIONS: ReadonlyMap<string, (stack: Stack) => void> = new Map(
  Object.entries({
    push() {},
    drop: (stack: Stack) => void stack.pop(),
    dup(stack: Stack) {
      const value = stack.pop();
      stack.push(value, value);
    },
    swap(stack: Stack) {
      const upper = stack.pop();
      stack.push(upper, stack.pop());
    },

    add: ofNumbers((a, b) => a + b),
    sub: ofNumbers((a, b) => a - b),
    mul: ofNumbers((a, b) => a * b),
    div: ofNumbers(divide),
    lt: ofNumbers((a, b) => a < b),
    eq(stack: Stack) {
      const upper = stack.pop();
      stack.push(Number(stack.pop() === upper));
    },
    not: (stack: Stack) => stack.push(Number(stack.popNumber() === 0)),
    assert(stack: Stack) {
      if (stack.popNumber() === 0) throw new Mistake("the assertion does not hold");
    },

    storep: (stack: Stack) => storage.set(stack.popText(), stack.pop()),
    loadp: (stack: Stack) => stack.push(load(stack.popText())),
    deletep: (stack: Stack) => void storage.delete(stack.popText()),
    keyexists: (stack: Stack) => stack.push(Number(storage.has(stack.popText()))),
    listkeys(stack: Stack) {
      const keys = [...storage.keys(stack.popText())];
      stack.push(...keys, keys.length);
    },
  }),
);
