import { types } from "node:util";
import type { GuestCode } from "../crossing/guest-code.ts";
import { written } from "../globals/printed.ts";
import { NeverSettled, TimerFailure } from "../realm/event-loop.ts";

/** What a component that gives up tells its runtime. What it tells people stands in its standard error. */
const UNREACHABLE = "wasm trap: wasm `unreachable` instruction executed";

/** The end of a guest by its own doing. */
class Trap extends Error {
  override readonly name = "Trap";
}

/**
 * What to throw for something that a guest has thrown: the error itself if it is one of its own that says something.
 * Those of the bindings look like errors that it has returned.
 */
export function toTrap(cause: unknown, { frames }: GuestCode): unknown {
  const isOwnError = types.isNativeError(cause) && !(cause instanceof Error);
  if (isOwnError && messageOf(cause) !== "") return cause;
  const trap = new Trap(UNREACHABLE, { cause });
  trap.stack = [String(trap), ...framesOf(cause, frames)].join("\n");
  return trap;
}

/** What a component prints to its standard error before it gives up. */
export function describeFailure(cause: unknown, { frames }: GuestCode): string {
  if (cause instanceof NeverSettled) return `Error while (call) event loop error: ${cause.message}\n`;
  if (cause instanceof TimerFailure)
    return `Exception while (call) event loop error\n${uncaught(cause.cause, frames)}\n`;
  return `${told(cause, frames)}\n`;
}

/** What is said of a rejection that nobody waits for. A component says nothing. */
export function describeLostRejection(reason: unknown, { frames }: GuestCode): string {
  return `Warning: a promise was rejected that nobody waits for: ${told(reason, frames)}\n`;
}

type Frames = GuestCode["frames"];

/** What was thrown where nobody is to hear of it. */
function uncaught(cause: unknown, frames: Frames): string {
  if (!types.isNativeError(cause)) return `uncaught exception: ${String(cause)}`;
  return [`${cause.name}: ${messageOf(cause)}`, ...framesOf(cause, frames)].join("\n");
}

function told(cause: unknown, frames: Frames): string {
  if (!types.isNativeError(cause)) return written(cause);
  const words = [messageOf(cause), "Stack:", ...framesOf(cause, frames)].join("\n");
  return cause.cause === undefined ? words : `${words}\nCaused by: ${told(cause.cause, frames)}`;
}

/** A stack that overflows has another name in the engine of components. */
function messageOf(error: Error): string {
  // Where it ends in C.
  const [message = ""] = String(Object.getOwnPropertyDescriptor(error, "message")?.value ?? "").split("\0");
  return message === "Maximum call stack size exceeded" ? "too much recursion" : message;
}

/** What was mapped already has no frames of the script any more. */
function framesOf(cause: unknown, frames: Frames): string[] {
  const lines = types.isNativeError(cause)
    ? String(cause.stack)
        .split("\n")
        .filter((line) => /^ +at /.test(line))
    : [];
  const isOwn = !(cause instanceof Error);
  return (isOwn ? lines.map((line) => line.trim()) : frames(lines.join("\n"))).map((line) => `  ${line}`);
}
