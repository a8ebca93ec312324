import { GuestStack } from "./guest-stack.ts";

type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Imports that a guest can use while its gate is open, and the gate. */
export interface GuardedImports<Imports> {
  readonly imports: Imports;
  readonly gate: Gate;
}

/**
 * Open while a guest is called, closed in between and after its end: what it does then belongs to no call and is not
 * done.
 */
export interface Gate {
  open(): void;
  close(): void;
  /** @throws Error if an import has not answered yet: the component would leave it behind. */
  requireNoPendingImport(): void;
}

/**
 * Imports for one guest alone, one at a time. A function that is called while the gate is closed throws, which ends the
 * guest: it was called by work that its component left behind when a call returned, or by a guest that was replaced. So
 * does one that is called before another has answered: the operations of a call follow each other.
 */
export function guardImports<Imports extends object>(
  imports: Imports,
  stack = new GuestStack(),
): GuardedImports<Imports> {
  const gate = new OneAtATime(stack);
  const guarded = Object.entries(imports).map(([name, functions]) => [name, guardAll(functions as Functions, gate)]);
  return { imports: Object.fromEntries(guarded) as Imports, gate }; // the same names, and functions of the same types
}

class OneAtATime implements Gate {
  readonly #stack: GuestStack;
  #isOpen = false;
  #isBusy = false;

  constructor(stack: GuestStack) {
    this.#stack = stack;
  }

  open(): void {
    this.#isOpen = true;
  }

  close(): void {
    this.#isOpen = false;
  }

  requireNoPendingImport(): void {
    if (this.#isBusy) throw new Error("the component returned before its storage had answered");
  }

  /** Lets a call through. */
  pass(call: () => unknown): unknown {
    if (!this.#isOpen) throw new Error("the component used its storage outside of a call");
    if (this.#isBusy) throw new Error("the component used its storage before it had answered");
    const answer = this.#stack.enter(call);
    return answer instanceof Promise ? this.#untilSettled(answer) : answer;
  }

  async #untilSettled(answer: Promise<unknown>): Promise<unknown> {
    this.#isBusy = true;
    try {
      return await answer;
    } finally {
      this.#isBusy = false;
    }
  }
}

function guardAll(functions: Functions, gate: OneAtATime): Functions {
  return Object.fromEntries(
    Object.entries(functions).map(([name, call]) => [name, (...args: never[]) => gate.pass(() => call(...args))]),
  );
}
