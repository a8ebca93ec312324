import { isThenable } from "@airssys/protocol";
import { GuestStack } from "./guest-stack.ts";

type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Guarded imports with the gate that controls them. */
export interface GuardedImports<Imports> {
  readonly imports: Imports;
  readonly gate: Gate;
}

/**
 * Open while a guest is called, closed otherwise. What a guest does while it is closed belongs to no call, so it is
 * refused.
 */
export interface Gate {
  open(): void;
  close(): void;
  /** @throws Error if an import has not answered yet: the component would leave it behind */
  requireNoPendingImport(): void;
}

/**
 * Guards imports for one guest. A function that is called while the gate is closed throws, which ends the guest: the
 * caller is work that outlived its call, or a guest that was replaced. A call before the previous import has answered
 * throws too, since the operations of a call are sequential.
 */
export function guardImports<Imports extends object>(
  imports: Imports,
  stack = new GuestStack(),
): GuardedImports<Imports> {
  const gate = new OneAtATime(stack);
  const guarded = Object.entries(imports).map(([name, functions]) => [name, guardAll(functions as Functions, gate)]);
  return { imports: Object.fromEntries(guarded) as Imports, gate }; // same names and function types
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

  /** Runs an import. */
  pass(call: () => unknown): unknown {
    if (!this.#isOpen) throw new Error("the component used its storage outside of a call");
    if (this.#isBusy) throw new Error("the component used its storage before it had answered");
    const answer = this.#stack.enter(call);
    return isThenable(answer) ? this.#untilSettled(answer) : answer;
  }

  async #untilSettled(answer: PromiseLike<unknown>): Promise<unknown> {
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
