import { StorageError } from "@airssys/protocol";
import { CallError } from "./call-error.ts";

/**
 * Whether something failed because another commit came first: a call of a component, a commit of a binding, or a
 * transaction of a store. Nothing was written, and it can be done again.
 *
 * False for a call whose component returned a conflict as its own answer: that is `refused`, and for the component's
 * contract to explain.
 *
 * @example
 * ```ts
 * import { type Instance, isConflict } from "@airssys/runtime";
 *
 * async function add(notes: Instance, name: string): Promise<void> {
 *   try {
 *     await notes.call("notes.add", name, "");
 *   } catch (error) {
 *     if (!isConflict(error)) throw error;
 *     console.log("somebody else was faster; look again before you add");
 *   }
 * }
 * ```
 */
export function isConflict(error: unknown): boolean {
  const cause = error instanceof CallError && error.code === "not-committed" ? error.cause : error;
  return cause instanceof StorageError && cause.code === "conflict";
}
