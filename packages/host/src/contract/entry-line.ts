import { StorageError } from "@airssys/protocol";
import { base64 } from "@scure/base";
import * as v from "valibot";
import { NEVER } from "../store/format/stored-entry.ts";

/** One entry of an export. `storage-transfer` defines its text: one JSON object on a line of its own. */
export interface EntryLine {
  readonly key: string;
  readonly value: Uint8Array;
  /** Expiry in milliseconds since 1970 UTC, or `NEVER`. */
  readonly expiresAt: number;
}

/** One chunk of an export: lines of entries in key order. */
export interface GuestChunk {
  readonly lines: string;
  /** Cursor of the next chunk; `undefined` if this is the last one. */
  readonly cursor: string | undefined;
}

const RULE = 'expected {"key":string,"value":Base64} with an optional whole number "expiresAt" from 1';

const schema = v.strictObject({
  key: v.string(),
  value: v.string(),
  expiresAt: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
});

/** Returns the line of an entry, including its line feed. */
export function printLine({ key, value, expiresAt }: EntryLine): string {
  const entry = { key, value: base64.encode(value), ...(expiresAt !== NEVER && { expiresAt }) };
  return `${JSON.stringify(entry)}\n`;
}

/**
 * Parses the line of an entry. `number` is its line number, for error messages.
 *
 * @throws StorageError `invalid-argument` that names the line and the rule, and quotes nothing of the text
 */
export function parseLine(text: string, number: number): EntryLine {
  try {
    const { key, value, expiresAt = NEVER } = v.parse(schema, JSON.parse(text));
    return { key, value: base64.decode(value), expiresAt };
  } catch (cause) {
    throw new StorageError({ tag: "invalid-argument", val: `line ${number}: ${RULE}` }, { cause });
  }
}
