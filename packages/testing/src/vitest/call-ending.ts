import type { CallErrorCode } from "@airssys/runtime";
import type { HarnessErrorCode } from "../errors/harness-error.ts";

/** The ending of a call. */
export type CallEnding =
  | { readonly type: "returned"; readonly value: unknown }
  | {
      readonly type: CallErrorCode;
      readonly message: string;
      readonly payload: unknown;
      readonly stderr: string;
    }
  /** The harness crashed or was closed during the call. */
  | { readonly type: HarnessErrorCode; readonly error: Error }
  /** The function threw an error that is not one of a call. */
  | { readonly type: "threw"; readonly error: unknown };

/**
 * Makes the call if it is a function, and waits for its ending.
 *
 * @throws TypeError for a value that is no call, such as the result of one
 */
export async function awaitEnding(call: unknown): Promise<CallEnding> {
  requireCall(call);
  try {
    return { type: "returned", value: await (typeof call === "function" ? call() : call) };
  } catch (error) {
    return endingIn(error);
  }
}

function requireCall(call: unknown): void {
  if (typeof call === "function" || typeof (call as PromiseLike<unknown> | null | undefined)?.then === "function")
    return;
  const right = "as in: expect(app.call(...)), with no await before the call";
  throw new TypeError(`expect() of this matcher takes the promise of a call or a function that makes one, ${right}`);
}

/** Recognises errors by name, since a test may load their classes twice: from source and from the built package. */
function endingIn(error: unknown): CallEnding {
  if (error instanceof Error && error.name === "HarnessError")
    return { type: (error as Error & { readonly code: HarnessErrorCode }).code, error };
  if (!(error instanceof Error && error.name === "CallError")) return { type: "threw", error };
  const { code, message, payload, stderr } = error as Error & {
    readonly code: CallErrorCode;
    readonly payload: unknown;
    readonly stderr: string;
  };
  return { type: code, message, payload, stderr };
}

/** Describes an ending in a message. */
export function describeEnding(ending: CallEnding, print: (value: unknown) => string): string {
  if (ending.type === "returned") return `it returned ${print(ending.value)}`;
  if ("error" in ending) return `it threw ${String(ending.error)}`;
  if (ending.type === "refused") return `it was refused with ${print(ending.payload)}`;
  const printed = ending.stderr.trim();
  return `it ended as ${ending.type}: ${ending.message}${printed === "" ? "" : `\n\nIt printed:\n${printed}`}`;
}
