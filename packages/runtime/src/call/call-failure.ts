import { CommitError } from "@airssys/host";
import { CallError } from "../errors/call-error.ts";
import { GuestEnd } from "../errors/guest-end.ts";
import type { GuestLoss } from "./call-meter.ts";
import { described } from "./described.ts";
import { shortPaths } from "./export-path.ts";

/** A call that its guest did not survive. */
export interface FatalFailure {
  readonly error: CallError;
  /** `undefined`: its instance was stopped. */
  readonly loss: GuestLoss | undefined;
}

/** What an export returned as its error, which leaves the guest well; `undefined` for whatever else was thrown. */
export function refusal(call: string, cause: unknown): CallError | undefined {
  if (!(cause instanceof Error && Object.hasOwn(cause, "payload"))) return undefined;
  const { payload } = cause as Error & { payload: unknown };
  return new CallError("refused", `${call} returned the error ${described(payload)}`, { payload, cause });
}

/**
 * Any other end of a call.
 *
 * @param stderr what the call printed to its standard error.
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
  const why = "it was made by code that this very component was calling, and would have waited for itself";
  return new CallError("re-entrant", `${call} was not begun: ${why}`);
}

/** A call that returned, and whose commit failed. Only the host's word that nothing was written is taken for it. */
export function commitFailure(call: string, cause: unknown): CallError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof CommitError && cause.outcome === "not-committed")
    return new CallError("not-committed", `${call} was not committed: ${reason}`, { cause });
  return new CallError("outcome-unknown", `nobody can tell whether ${call} was committed: ${reason}`, { cause });
}

export function noSuchExport(path: string, functions: ReadonlyMap<string, unknown>): CallError {
  const known = shortPaths(functions).join(", ");
  return new CallError("no-such-export", `the component has no export ${path}; it has ${known}`);
}

/**
 * What a guest of JavaScript did not catch, as its engine prints it before it gives up: the message, then the stack.
 */
function exceptionIn(stderr: string): string | undefined {
  const messages = Array.from(stderr.matchAll(/^(.+)\nStack:\n/gm), ([, message]) => message);
  return messages.filter((message) => !message?.startsWith("Caused by: ")).at(-1);
}
