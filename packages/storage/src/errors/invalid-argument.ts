import { StorageError } from "@airssys/protocol";

/** The error for an argument that breaks a rule, or for bytes that are not what they should be. */
export function invalidArgument(problem: string, cause?: unknown): StorageError {
  return new StorageError({ tag: "invalid-argument", val: problem }, cause === undefined ? undefined : { cause });
}
