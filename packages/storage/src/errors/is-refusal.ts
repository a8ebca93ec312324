import { StorageError, type StorageErrorCode } from "@airssys/protocol";

/** Whether something that was thrown is an error of the contract with one of these codes. */
export function isRefusal(error: unknown, ...codes: readonly StorageErrorCode[]): boolean {
  return error instanceof StorageError && codes.includes(error.code);
}
