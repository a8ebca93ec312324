/**
 * The format record of a store that a migration fills. It takes the place of the format's number, so that no version
 * takes the store for a whole one. Each commit of a migration checks it and writes it anew.
 *
 * ```
 * value     = "migrating " and JSON: { source, run, position }
 * source    = which store it is filled from, see `migration-source.ts`
 * run       = a UUID, another one each time that a migration goes on
 * position  = how far the namespace is that was being copied: { namespace, version, after, keys }, or left out
 * namespace = its name
 * version   = its version in the source when its copy began
 * after     = the last key of it that is copied, in Base64, as the backend has it
 * keys      = number of its entries that are copied
 * ```
 */
import type { Bytes } from "@airssys/backend";
import * as v from "valibot";
import { StoreFormatError } from "../../store/format/store-format-error.ts";
import { MIGRATING } from "../../store/store-format.ts";

const POSITION = v.object({ namespace: v.string(), version: v.number(), after: v.string(), keys: v.number() });
const RECORD = v.object({ source: v.string(), run: v.string(), position: v.optional(POSITION) });

/** A migration that has not ended. */
export type MigrationRecord = v.InferOutput<typeof RECORD>;

/** How far the namespace is that is being copied. */
export type MigrationPosition = v.InferOutput<typeof POSITION>;

export function encodeMigrationRecord(record: MigrationRecord): Bytes {
  return new TextEncoder().encode(MIGRATING + JSON.stringify(record));
}

/**
 * Returns the record of a migration, or `undefined` if the bytes are that of a store.
 *
 * @throws StoreFormatError if they are the record of a migration in a form that this version does not know
 */
export function decodeMigrationRecord(stored: Bytes): MigrationRecord | undefined {
  const text = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(stored);
  if (!text.startsWith(MIGRATING)) return undefined;
  try {
    return v.parse(RECORD, JSON.parse(text.slice(MIGRATING.length)));
  } catch (cause) {
    throw new StoreFormatError("the record of the migration that has not ended cannot be read; remove the store", {
      cause,
    });
  }
}
