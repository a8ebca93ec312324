import type { StorageErrorCode, StorageErrorPayload } from "@airssys/protocol";
import type { Operation } from "../contract/operation.ts";
import type { AnyAnswer } from "./answers.ts";
import { definitionOf } from "./table.ts";

/** How an operation ended, in the shape in which the component bindings take a `result`. */
export type Outcome =
  | { readonly tag: "ok"; readonly val: AnyAnswer }
  | { readonly tag: "err"; readonly val: StorageErrorPayload };

/** An outcome in one word. */
export type OutcomeCode = "ok" | StorageErrorCode;

export function outcomeCode(outcome: Outcome): OutcomeCode {
  return outcome.tag === "ok" ? "ok" : outcome.val.tag;
}

/** Bytes of the values that went to the guest; `undefined` if none could. */
export function bytesRead(operation: Operation, outcome: Outcome): number | undefined {
  return outcome.tag === "err" ? undefined : definitionOf(operation).bytesRead(outcome.val);
}

/** Bytes of the values that came from the guest and were taken; `undefined` if none was. */
export function bytesWritten(operation: Operation, outcome: Outcome): number | undefined {
  return outcome.tag === "err" ? undefined : definitionOf(operation).bytesToWrite(operation);
}
