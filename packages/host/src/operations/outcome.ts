import type { StorageErrorCode, StorageErrorPayload } from "@airssys/protocol";
import type { Operation } from "../contract/operation.ts";
import type { AnyAnswer } from "./answers.ts";
import { getDefinition } from "./table.ts";

/** How an operation ended, in the form in which component bindings take a WIT `result`. */
export type Outcome =
  | { readonly tag: "ok"; readonly val: AnyAnswer }
  | { readonly tag: "err"; readonly val: StorageErrorPayload };

/** `"ok"`, or the code of the error. */
export type OutcomeCode = "ok" | StorageErrorCode;

/** Returns the code of an outcome. */
export function outcomeCode(outcome: Outcome): OutcomeCode {
  return outcome.tag === "ok" ? "ok" : outcome.val.tag;
}

/** Returns the bytes of the values that the guest was given; `undefined` if there were none. */
export function bytesRead(operation: Operation, outcome: Outcome): number | undefined {
  return outcome.tag === "err" ? undefined : getDefinition(operation).bytesRead(outcome.val);
}

/** Returns the bytes of the values that were accepted from the guest; `undefined` if there were none. */
export function bytesWritten(operation: Operation, outcome: Outcome): number | undefined {
  return outcome.tag === "err" ? undefined : getDefinition(operation).bytesToWrite(operation);
}
