import { describeKey, describeValue, type Sealed, type ValueKind } from "@airssys/display";
import type { KeyedEntry } from "@airssys/host";

/** An entry for programs, as `--json` prints it. */
export interface JsonEntry {
  readonly key: string;
  readonly version: number;
  /** When it expires, in milliseconds since 1970 UTC; left out if it never does. */
  readonly expiresAt?: number;
  readonly bytes: number;
  readonly kind: ValueKind;
  /** The value in a form for people. */
  readonly text: string;
  /** The value's bytes in Base64. */
  readonly value: string;
  /** What is known of a sealed value. */
  readonly sealed?: Sealed;
}

/** The entry for programs. */
export function jsonEntry({ key, value, version, expiresAt }: KeyedEntry): JsonEntry {
  const { kind, text, sealed } = describeValue(value);
  return {
    key,
    version,
    ...(expiresAt !== undefined && { expiresAt }),
    bytes: value.length,
    kind,
    text,
    value: Buffer.from(value.buffer, value.byteOffset, value.length).toString("base64"),
    ...(sealed && { sealed }),
  };
}

/** The meaning of a key in its collection, or nothing for a key of none. */
export function keyMeaning(key: string): string {
  const { text, collection } = describeKey(key);
  return collection === undefined ? "" : text;
}
