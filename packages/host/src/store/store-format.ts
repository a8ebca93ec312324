/**
 * The record by which a backend says that it is a store of ours, and of which format. Changing this grammar breaks
 * every store that exists.
 *
 * ```
 * key    = 0x00 "airssys"
 * value  = the format's number in decimal digits; this version reads and writes "2"
 *        | "migrating " and more: a migration into it has not ended, see `transfer/migration/migration-record.ts`
 * ```
 */
import type { Bytes } from "@airssys/backend";
import { newCursorSecret } from "./cursor-secret.ts";
import { StoreFormatError } from "./format/store-format-error.ts";
import { answered, type Engine, type Steps } from "./steps/steps.ts";

const FORMAT = "2";

/** The key of the record in the backend. */
export const FORMAT_KEY: Bytes = new TextEncoder().encode("\0airssys");

/** The record of a store of this format. */
export const STORED_FORMAT: Bytes = new TextEncoder().encode(FORMAT);

/** The beginning of the record of a store that a migration has not filled yet. */
export const MIGRATING = "migrating ";

/**
 * Makes sure that a backend is a store of a format that this version knows, and makes an empty backend one.
 *
 * @throws StoreFormatError if it was written by something else, or in another format.
 */
export function* requireStoreFormat(engine: Engine): Steps<void> {
  if (yield* hasKnownFormat(engine)) return;
  const page = yield* answered(engine.scan({ limit: 1, valueBytesMax: 0 }));
  if (page.entries.length > 0) {
    throw new StoreFormatError("the backend holds data that is not a store; give the host an empty one");
  }
  const isMade = yield* answered(
    engine.commit({
      checks: [{ key: FORMAT_KEY, value: undefined }],
      writes: [{ type: "put", key: FORMAT_KEY, value: STORED_FORMAT }, newCursorSecret()],
    }),
  );
  if (!isMade) yield* requireStoreFormat(engine); // another process made it first
}

/**
 * Returns whether a backend is a store of a format that this version knows. Changes nothing.
 *
 * @throws StoreFormatError if it is a store of another format, or one that a migration has not filled yet.
 */
export function* hasKnownFormat(engine: Engine): Steps<boolean> {
  const stored = yield* answered(engine.get(FORMAT_KEY));
  if (stored !== undefined) requireKnownFormat(textOf(stored));
  return stored !== undefined;
}

function requireKnownFormat(found: string): void {
  if (found === FORMAT) return;
  if (found.startsWith(MIGRATING)) {
    throw new StoreFormatError(
      "a migration into this store has not ended; run it again, and it goes on where it was, or remove the store",
    );
  }
  throw new StoreFormatError(
    `the store has format ${found}; this version reads and writes format ${FORMAT}: use the version that wrote it`,
  );
}

function textOf(stored: Bytes): string {
  return new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(stored);
}
