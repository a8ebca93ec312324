import type { CallErrorCode } from "@airssys/runtime";
import type { HarnessErrorCode } from "../errors/harness-error.ts";

/** How a call ended. */
export type CallEnding =
  | { readonly type: "returned"; readonly value: unknown }
  | {
      readonly type: CallErrorCode;
      readonly message: string;
      readonly payload: unknown;
      readonly stderr: string;
    }
  /** With the harness, as it crashed or was closed. */
  | { readonly type: HarnessErrorCode; readonly error: Error }
  /** In a way in which no call of a component does. */
  | { readonly type: "threw"; readonly error: unknown };

/**
 * Waits for a call, or makes it.
 *
 * @throws TypeError for what is no call, such as what one has returned
 */
export async function endingOf(call: unknown): Promise<CallEnding> {
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

/** By its name: a test may see this class twice, as source and as it was built. */
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

/** What became of a call, for a message that begins with what should have. */
export function toldEnding(ending: CallEnding, print: (value: unknown) => string): string {
  if (ending.type === "returned") return `it returned ${print(ending.value)}`;
  if ("error" in ending) return `it threw ${String(ending.error)}`;
  if (ending.type === "refused") return `it was refused with ${print(ending.payload)}`;
  const printed = ending.stderr.trim();
  return `it ended as ${ending.type}: ${ending.message}${printed === "" ? "" : `\n\nIt printed:\n${printed}`}`;
}
