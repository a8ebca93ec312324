import { types } from "node:util";
import { NeverSettled, TimerFailure } from "./event-loop.ts";
import { written } from "./printed.ts";

/** What a component that gives up tells its runtime. What it tells people stands in its standard error. */
const UNREACHABLE = "wasm trap: wasm `unreachable` instruction executed";

/** The end of a guest by its own doing. Its stack is that of what the guest threw. */
export class Trap extends Error {
  override readonly name = "Trap";

  constructor(cause: unknown) {
    super(UNREACHABLE, { cause });
    const stack = types.isNativeError(cause) ? cause.stack : undefined;
    if (stack !== undefined) this.stack = stack;
  }
}

/** What a component prints to its standard error before it gives up. */
export function lastWords(cause: unknown, mapped: (stack: string) => string): string {
  if (cause instanceof NeverSettled) return `Error while (call) event loop error: ${cause.message}\n`;
  if (cause instanceof TimerFailure)
    return `Exception while (call) event loop error\n${uncaught(cause.cause, mapped)}\n`;
  return `${told(cause, mapped)}\n`;
}

/** What was thrown where nobody is to hear of it. */
function uncaught(cause: unknown, mapped: (stack: string) => string): string {
  if (!types.isNativeError(cause)) return `uncaught exception: ${String(cause)}`;
  return `${cause.name}: ${messageOf(cause)}\n${framesOf(cause, mapped)}`;
}

function told(cause: unknown, mapped: (stack: string) => string): string {
  if (!types.isNativeError(cause)) return written(cause);
  const told = `${messageOf(cause)}\nStack:\n${framesOf(cause, mapped)}`;
  return cause.cause === undefined ? told : `${told}\nCaused by: ${reason(cause.cause, mapped)}`;
}

function reason(cause: unknown, mapped: (stack: string) => string): string {
  return types.isNativeError(cause) ? `${messageOf(cause)}\nStack:\n${framesOf(cause, mapped)}` : written(cause);
}

/** A stack that overflows has another name in the engine of components. */
function messageOf(error: Error): string {
  const message = String(Object.getOwnPropertyDescriptor(error, "message")?.value ?? "");
  return message === "Maximum call stack size exceeded" ? "too much recursion" : message;
}

/** Those of the guest: what is around it is not its own. */
function framesOf(error: Error, mapped: (stack: string) => string): string {
  const stack: unknown = Object.getOwnPropertyDescriptor(error, "stack")?.value ?? error.stack;
  return mapped(String(stack))
    .replace(/^(?! +at ).*\n?/gm, "")
    .replace(/^ +/gm, "  ");
}
