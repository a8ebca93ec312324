import type { KeyRange } from "@airssys/protocol";

/** Where a key is, for keys that are stored in another form. */
export interface NameContext {
  /** The shared namespace, or `undefined` for the component's own. */
  readonly namespace: string | undefined;
  /** The context of the encrypted storage, or an empty text. */
  readonly context: string;
}

/** The form in which keys are stored: as they are, or blinded. */
export interface Names {
  /** Whether a stored key says nothing of the key, so that the key has to be sealed with the value. */
  readonly areBlinded: boolean;
  /** The beginning of all stored keys. */
  readonly prefix: string;
  /** The key under which the value of a key is stored. */
  storedKey(key: string, context: NameContext): string;
  /**
   * The range of stored keys that holds a range of keys. Throws an `EncryptionError` with `blinded-names` if there is
   * none.
   */
  storedRange(range: KeyRange): KeyRange;
}

/** Keys are stored as they are. */
export const clearNames: Names = {
  areBlinded: false,
  prefix: "",
  storedKey: (key) => key,
  storedRange: (range) => range,
};
