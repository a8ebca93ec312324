import { StorageError } from "@airssys/protocol";

/**
 * What is wrong, to be compared in code. Values that do not open:
 *
 * - `not-sealed`: the bytes are not of this format at all; a value that was stored without encryption, for instance.
 * - `unknown-algorithm`: none of the ciphers at hand made it.
 * - `unknown-key`: it names a key that the cipher does not have.
 * - `refused`: the key does not vouch for it. It was altered, cut, or sealed for another key, namespace or context. A
 *   host's cipher says this for keys that it does not have, too.
 *
 * And what cannot be done:
 *
 * - `blinded-names`: keys that are blinded have no order and no prefixes.
 * - `expiring-counter`: a sealed counter that expires cannot be counted up.
 * - `no-randomness`: the component has none, so it must not seal anything.
 */
export type EncryptionFault =
  | "not-sealed"
  | "unknown-algorithm"
  | "unknown-key"
  | "refused"
  | "blinded-names"
  | "expiring-counter"
  | "no-randomness";

const DO_NOT_OPEN: ReadonlySet<string> = new Set<EncryptionFault>([
  "not-sealed",
  "unknown-algorithm",
  "unknown-key",
  "refused",
]);

/** Whether an error says of a value that it does not open. */
export function doesNotOpen(error: unknown): boolean {
  return error instanceof EncryptionError && DO_NOT_OPEN.has(error.fault);
}

/**
 * A sealed value that does not open, or something that cannot be done with sealed values.
 *
 * It is a `StorageError` with the code `invalid-argument`, so that whoever catches those catches it, and one that
 * leaves an export stays typed. It never carries bytes of a value or of a key.
 *
 * @example
 * ```ts
 * import { EncryptionError } from "@airssys/encryption";
 *
 * const error = new EncryptionError("refused", "it was altered", { key: "letters/1" });
 * error.code; // "invalid-argument"
 * error.message; // 'invalid argument: "letters/1": it was altered'
 * ```
 */
export class EncryptionError extends StorageError {
  readonly fault: EncryptionFault;
  /** What is wrong, without the key. */
  readonly problem: string;
  /** The key of the value, where it is about one: as it is stored, if keys are blinded and the value does not open. */
  readonly key: string | undefined;

  constructor(fault: EncryptionFault, problem: string, { key }: { readonly key?: string | undefined } = {}) {
    const val = key === undefined ? problem : `${JSON.stringify(key)}: ${problem}`;
    super({ tag: "invalid-argument", val });
    this.fault = fault;
    this.problem = problem;
    this.key = key;
  }
}
