import { type GuestErrorCode, StorageError, type StorageErrorCode } from "@airssys/protocol";

/** Tells whether something that was thrown is a `StorageError` with one of these codes. */
export function isRefusal(error: unknown, ...codes: readonly (StorageErrorCode | GuestErrorCode)[]): boolean {
  return error instanceof StorageError && codes.includes(error.code);
}
