import { StorageError, type StorageErrorPayload } from "@airssys/protocol";
import type { Operation, OperationType } from "../contract/operation.ts";
import type { FailureLog } from "../observe/host-log.ts";
import type { Reporter } from "../observe/observer.ts";
import type { AnyAnswer } from "../operations/answers.ts";
import type { Outcome } from "../operations/outcome.ts";
import type { Steps } from "../store/steps/steps.ts";
import { secondsSince, stopwatch } from "../time/stopwatch.ts";
import { admit, type Rules } from "./admit.ts";

/** What the guard needs to know of the component that asks. */
export interface Guarded extends Rules {
  readonly componentId: string;
  readonly log: FailureLog;
  /** `undefined`: nobody watches. */
  readonly reporter: Reporter | undefined;
}

/** Does an operation that was admitted, and answers what its function answers. */
export type Admitted = (operation: Operation) => Steps<AnyAnswer>;

/**
 * The one road from the boundary to a store. Every operation is admitted, done and answered here, so that a new
 * function cannot forget a check; and whatever happens, the answer is an outcome, since anything that is thrown across
 * the boundary destroys the instance. Who watches is told last, so that a denial is seen like anything else.
 */
export function* guard(operation: Operation, guarded: Guarded, perform: Admitted): Steps<Outcome> {
  const { reporter } = guarded;
  const started = stopwatch(reporter?.isTimed === true);
  let outcome: Outcome;
  try {
    admit(operation, guarded);
    outcome = { tag: "ok", val: yield* perform(operation) };
  } catch (cause) {
    outcome = { tag: "err", val: payloadOf(cause, operation, guarded) };
  }
  reporter?.tell({ type: "operation", operation, outcome, seconds: secondsSince(started) });
  return outcome;
}

/**
 * What a component is told: a failure that the contract foresees as it is, any other as a reference to the host's log.
 */
function payloadOf(cause: unknown, operation: Operation, { componentId, log }: Guarded): StorageErrorPayload {
  if (cause instanceof StorageError) return cause.payload;
  const error = internalError(cause, componentId, operation.type, log);
  return error.payload;
}

/** Logs a failure of the host and gives the error that may be told of it. */
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
