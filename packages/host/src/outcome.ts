import type { StorageErrorCode, StorageErrorPayload } from "@airssys/protocol";
import type { Operation } from "./operation.ts";

/** How an operation ended, in the shape in which the component bindings take a `result`. */
export type Outcome =
  | { readonly tag: "ok"; readonly val: unknown }
  | { readonly tag: "err"; readonly val: StorageErrorPayload };

/** An outcome in one word. */
export type OutcomeCode = "ok" | StorageErrorCode;

export function outcomeCode(outcome: Outcome): OutcomeCode {
  return outcome.tag === "ok" ? "ok" : outcome.val.tag;
}

/** Bytes of the value that went to the guest; `undefined` if none did. */
export function bytesRead(outcome: Outcome): number | undefined {
  return outcome.tag === "ok" && outcome.val instanceof Uint8Array ? outcome.val.length : undefined;
}

/** Bytes of the value that came from the guest and was taken; `undefined` if none was. */
export function bytesWritten(operation: Operation, outcome: Outcome): number | undefined {
  return outcome.tag === "ok" && "value" in operation ? operation.value.length : undefined;
}
