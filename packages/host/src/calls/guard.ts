import { StorageError, type StorageErrorPayload } from "@airssys/protocol";
import type { Operation, OperationType } from "../contract/operation.ts";
import type { FailureLog } from "../observe/host-log.ts";
import type { Reporter } from "../observe/observer.ts";
import type { AnyAnswer } from "../operations/answers.ts";
import type { Outcome } from "../operations/outcome.ts";
import type { Steps } from "../store/steps/steps.ts";
import { secondsSince, stopwatch } from "../time/stopwatch.ts";
import { admit, type Rules } from "./admit.ts";

/** The component of a guard: its grants, limits and observers. */
export interface GuardedComponent extends Rules {
  readonly componentId: string;
  readonly log: FailureLog;
  /** `undefined` if the component has no observers. */
  readonly reporter: Reporter | undefined;
}

/** Performs an operation that was admitted, and returns its answer. */
export type PerformAdmitted = (operation: Operation) => Steps<AnyAnswer>;

/**
 * The only way from a component's imports to a store. Admits and performs every operation, so that no import can skip a
 * check. Never throws, because an exception that crosses the boundary would destroy the instance: every failure becomes
 * an outcome. Reports to the observers last, so that they see denials too.
 */
export function* guard(operation: Operation, guarded: GuardedComponent, perform: PerformAdmitted): Steps<Outcome> {
  const { reporter } = guarded;
  const started = stopwatch(reporter?.isTimed === true);
  let outcome: Outcome;
  try {
    admit(operation, guarded);
    outcome = { tag: "ok", val: yield* perform(operation) };
  } catch (cause) {
    outcome = { tag: "err", val: toPayload(cause, operation, guarded) };
  }
  reporter?.report({ type: "operation", operation, outcome, seconds: secondsSince(started) });
  return outcome;
}

/**
 * Returns the error that the component may see: a `StorageError` unchanged, any other failure as an `internal-error`
 * with a reference to the host's log.
 */
function toPayload(cause: unknown, operation: Operation, { componentId, log }: GuardedComponent): StorageErrorPayload {
  if (cause instanceof StorageError) return cause.payload;
  const error = internalError(cause, componentId, operation.type, log);
  return error.payload;
}

/** Logs a failure of the host. Returns the `internal-error` that the component may see. */
export function internalError(
  cause: unknown,
  componentId: string,
  operation: OperationType | "commit",
  log: FailureLog,
): StorageError {
  const reference = crypto.randomUUID();
  log({ reference, componentId, operation, cause });
  return new StorageError({ tag: "internal-error", val: reference }, { cause });
}
