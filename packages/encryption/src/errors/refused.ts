import { EncryptionError } from "./encryption-error.ts";

/** Of all reasons why the tag does not vouch for a value there is one error, since nobody can tell which it was. */
export function refused(): EncryptionError {
  return new EncryptionError(
    "refused",
    "it does not open: it was altered or cut, or belongs to another key, namespace or context",
  );
}
