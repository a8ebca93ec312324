import { StorageError } from "@airssys/protocol";
import { base64 } from "@scure/base";
import * as v from "valibot";
import { NEVER } from "../store/format/stored-entry.ts";

/** One entry of an export: an object of JSON on a line of its own, as `storage-transfer` describes it. */
export interface EntryLine {
  readonly key: string;
  readonly value: Uint8Array;
  /** In milliseconds since 1970 UTC, or `NEVER`. */
  readonly expiresAt: number;
}

/** Lines of entries in the order of their keys, and the cursor of the chunk that follows. */
export interface GuestChunk {
  readonly lines: string;
  readonly cursor: string | undefined;
}

const RULE = 'expected {"key":string,"value":Base64} with an optional whole number "expiresAt" from 1';

const schema = v.strictObject({
  key: v.string(),
  value: v.string(),
  expiresAt: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
});

/** The line of an entry, with the line feed that ends it. */
export function printLine({ key, value, expiresAt }: EntryLine): string {
  const entry = { key, value: base64.encode(value), ...(expiresAt !== NEVER && { expiresAt }) };
  return `${JSON.stringify(entry)}\n`;
}

/** @throws StorageError `invalid-argument` that names the line and the rule, and repeats nothing of the text */
export function parseLine(text: string, number: number): EntryLine {
  try {
    const { key, value, expiresAt = NEVER } = v.parse(schema, JSON.parse(text));
    return { key, value: base64.decode(value), expiresAt };
  } catch (cause) {
    throw new StorageError({ tag: "invalid-argument", val: `line ${number}: ${RULE}` }, { cause });
  }
}
