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

/** Bytes of the values that went to the guest; `undefined` if none could. */
export function bytesRead(operation: Operation, outcome: Outcome): number | undefined {
  if (outcome.tag === "err") return undefined;
  // What an operation answers is what apply() says.
  switch (operation.type) {
    case "get":
      return (outcome.val as Uint8Array | undefined)?.length;
    case "get-entry":
      return (outcome.val as Valued | undefined)?.value.length;
    case "get-many":
      return sum(outcome.val as (Uint8Array | undefined)[], (value) => value?.length ?? 0);
    case "range":
      return sum((outcome.val as { readonly entries: Valued[] }).entries, ({ value }) => value.length);
    case "export":
      return (outcome.val as { readonly lines: string }).lines.length;
    default:
      return undefined;
  }
}

/** Bytes of the values that came from the guest and were taken; `undefined` if none was. */
export function bytesWritten(operation: Operation, outcome: Outcome): number | undefined {
  if (outcome.tag === "err") return undefined;
  return bytesToWrite(operation);
}

/** Bytes of the values that an operation comes with; `undefined` if it comes with none. */
export function bytesToWrite(operation: Operation): number | undefined {
  switch (operation.type) {
    case "set":
    case "set-with-ttl":
      return operation.value.length;
    case "write":
      return sum(operation.writes, (write) => (write.type === "set" ? write.value.length : 0));
    case "import":
      return operation.lines.length;
    default:
      return undefined;
  }
}

interface Valued {
  readonly value: Uint8Array;
}

function sum<T>(items: readonly T[], bytesOf: (item: T) => number): number {
  return items.reduce((bytes, item) => bytes + bytesOf(item), 0);
}
