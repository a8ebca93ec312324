export type Value = number | string;

/** An instruction that cannot be done. */
export class Mistake extends Error {}

/** The stack of a program. */
export class Stack {
  readonly values: Value[] = [];

  push(...values: Value[]): void {
    this.values.push(...values);
  }

  pop(): Value {
    const value = this.values.pop();
    if (value === undefined) throw new Mistake("the stack is empty");
    return value;
  }

  popNumber(): number {
    const value = this.pop();
    if (typeof value !== "number") throw new Mistake(`expected a number, found ${JSON.stringify(value)}`);
    return value;
  }

  popText(): string {
    const value = this.pop();
    if (typeof value !== "string") throw new Mistake(`expected a text, found ${value}`);
    return value;
  }
}
