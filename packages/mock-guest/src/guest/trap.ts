import { types } from "node:util";
import type { GuestCode } from "../crossing/guest-code.ts";
import { written } from "../globals/printed.ts";
import { NeverSettled, TimerFailure } from "../realm/event-loop.ts";

/** The message of a trap. Details are in the standard error of the component. */
const UNREACHABLE = "wasm trap: wasm `unreachable` instruction executed";

/** A trap of the guest. */
class Trap extends Error {
  override readonly name = "Trap";
}

/**
 * Converts a thrown value to the error of the call: an error of the guest with a message stays, anything else becomes a
 * `Trap`. Errors of the bindings would look like returned errors.
 */
export function toTrap(cause: unknown, { frames }: GuestCode): unknown {
  const isOwnError = types.isNativeError(cause) && !(cause instanceof Error);
  if (isOwnError && readMessage(cause) !== "") return cause;
  const trap = new Trap(UNREACHABLE, { cause });
  trap.stack = [String(trap), ...readFrames(cause, frames)].join("\n");
  return trap;
}

/** Returns the text that a component prints to its standard error before it traps. */
export function describeFailure(cause: unknown, { frames }: GuestCode): string {
  if (cause instanceof NeverSettled) return `Error while (call) event loop error: ${cause.message}\n`;
  if (cause instanceof TimerFailure)
    return `Exception while (call) event loop error\n${uncaught(cause.cause, frames)}\n`;
  return `${told(cause, frames)}\n`;
}

/** Returns the warning about an unhandled rejection. A component prints nothing. */
export function describeLostRejection(reason: unknown, { frames }: GuestCode): string {
  return `Warning: a promise was rejected that nobody waits for: ${told(reason, frames)}\n`;
}

type Frames = GuestCode["frames"];

/** Describes an uncaught error of a timer. */
function uncaught(cause: unknown, frames: Frames): string {
  if (!types.isNativeError(cause)) return `uncaught exception: ${String(cause)}`;
  return [`${cause.name}: ${readMessage(cause)}`, ...readFrames(cause, frames)].join("\n");
}

function told(cause: unknown, frames: Frames): string {
  if (!types.isNativeError(cause)) return written(cause);
  const words = [readMessage(cause), "Stack:", ...readFrames(cause, frames)].join("\n");
  return cause.cause === undefined ? words : `${words}\nCaused by: ${told(cause.cause, frames)}`;
}

/** Returns the message of an error. A stack overflow has the message of the engine in a component. */
function readMessage(error: Error): string {
  // C strings end at the first zero byte.
  const [message = ""] = String(Object.getOwnPropertyDescriptor(error, "message")?.value ?? "").split("\0");
  return message === "Maximum call stack size exceeded" ? "too much recursion" : message;
}

/** Returns the frames of a stack. Errors of the realm are mapped to the author's files already. */
function readFrames(cause: unknown, frames: Frames): string[] {
  const lines = types.isNativeError(cause)
    ? String(cause.stack)
        .split("\n")
        .filter((line) => /^ +at /.test(line))
    : [];
  const isOwn = !(cause instanceof Error);
  return (isOwn ? lines.map((line) => line.trim()) : frames(lines.join("\n"))).map((line) => `  ${line}`);
}
