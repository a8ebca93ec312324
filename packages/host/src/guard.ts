import { StorageError, type StorageErrorPayload } from "@airssys/protocol";
import { admit, type Rules } from "./admit.ts";
import { apply } from "./apply.ts";
import type { FailureLog } from "./host-log.ts";
import type { Operation } from "./operation.ts";
import type { Steps } from "./store/steps.ts";
import type { Transaction } from "./store/transaction.ts";

/** How an operation ended, in the shape in which the component bindings take a `result`. */
export type Outcome =
  | { readonly tag: "ok"; readonly val: unknown }
  | { readonly tag: "err"; readonly val: StorageErrorPayload };

/** What the guard needs to know of the component that asks. */
export interface Guarded extends Rules {
  readonly componentId: string;
  readonly log: FailureLog;
}

/** Gives an operation the transaction that it runs in. */
export type Within = (operation: Operation, work: (transaction: Transaction) => Steps<unknown>) => Steps<unknown>;

/**
 * The one road from the boundary to a store. Every operation is admitted, done and answered here, so that a new function cannot
 * forget a check; and whatever happens, the answer is an outcome, since anything that is thrown across the boundary destroys
 * the instance.
 */
export function* guard(operation: Operation, guarded: Guarded, within: Within): Steps<Outcome> {
  try {
    admit(operation, guarded);
    const keysMax = guarded.limits.keysPerAnswerMax;
    return { tag: "ok", val: yield* within(operation, (transaction) => apply(transaction, operation, keysMax)) };
  } catch (cause) {
    return { tag: "err", val: payloadOf(cause, operation, guarded) };
  }
}

/** What a component is told: a failure that the contract foresees as it is, any other as a reference to the host's log. */
function payloadOf(cause: unknown, operation: Operation, { componentId, log }: Guarded): StorageErrorPayload {
  if (cause instanceof StorageError) return cause.payload;
  const error = internalError(cause, componentId, operation.type, log);
  return error.payload;
}

/** Logs a failure of the host and gives the error that may be told of it. */
export function internalError(
  cause: unknown,
  componentId: string,
  operation: Operation["type"] | "commit",
  log: FailureLog,
): StorageError {
  const reference = crypto.randomUUID();
  log({ reference, componentId, operation, cause });
  return new StorageError({ tag: "internal-error", val: reference }, { cause });
}
