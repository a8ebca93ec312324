import { CommitError } from "@airssys/host";
import { CallError } from "../errors/call-error.ts";
import { GuestEnd } from "../errors/guest-end.ts";
import type { GuestLoss } from "./call-meter.ts";
import { describeValue } from "./describe-value.ts";
import { shortPaths } from "./export-path.ts";

/** A failed call after which its guest cannot be used. */
export interface FatalFailure {
  readonly error: CallError;
  /** `undefined` if its instance was stopped. */
  readonly loss: GuestLoss | undefined;
}

/**
 * Returns the CallError for an error that an export returned, which leaves the guest usable; `undefined` for any other
 * exception.
 */
export function refusal(call: string, cause: unknown): CallError | undefined {
  if (!(cause instanceof Error && Object.hasOwn(cause, "payload"))) return undefined;
  const { payload } = cause as Error & { payload: unknown };
  return new CallError("refused", `${call} returned the error ${describeValue(payload)}`, { payload, cause });
}

/**
 * Returns the failure for any other exception.
 *
 * @param stderr output of the call on its standard error.
 */
export function fatalFailure(call: string, cause: unknown, stderr: string): FatalFailure {
  if (!(cause instanceof GuestEnd)) {
    const reason = exceptionIn(stderr) ?? (cause instanceof Error ? cause.message : String(cause));
    return { error: new CallError("trapped", `${call} trapped: ${reason}`, { cause, stderr }), loss: "trapped" };
  }
  const details = { cause, stderr };
  switch (cause.code) {
    case "timed-out":
      return { error: new CallError("timed-out", `${call} was ended: ${cause.message}`, details), loss: "timed-out" };
    case "stopped":
      return { error: new CallError("stopped", `${call} was ended: ${cause.message}`, details), loss: undefined };
    case "crashed":
      return { error: new CallError("trapped", `${call} trapped: ${cause.message}`, details), loss: "crashed" };
  }
}

export function reentrant(call: string): CallError {
  const why = "the component itself was calling the code that made it, so it would wait for itself";
  return new CallError("re-entrant", `${call} was not begun: ${why}`);
}

/**
 * Returns the error for a call that returned but was not committed. Reports `not-committed` only if the host says so.
 */
export function commitFailure(call: string, cause: unknown): CallError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof CommitError && cause.outcome === "not-committed")
    return new CallError("not-committed", `${call} was not committed: ${reason}`, { cause });
  return new CallError("outcome-unknown", `it is unknown whether ${call} was committed: ${reason}`, { cause });
}

export function noSuchExport(path: string, functions: ReadonlyMap<string, unknown>): CallError {
  const known = shortPaths(functions).join(", ");
  return new CallError("no-such-export", `the component has no export ${path}; it has ${known}`);
}

/** Finds an uncaught exception in the output of a JavaScript guest: its engine prints the message, then the stack. */
function exceptionIn(stderr: string): string | undefined {
  const messages = Array.from(stderr.matchAll(/^(.+)\nStack:\n/gm), ([, message]) => message);
  return messages.filter((message) => !message?.startsWith("Caused by: ")).at(-1);
}
