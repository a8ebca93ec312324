import type { Bytes } from "@airssys/backend";

/** Rows in one row of SQLite: their bytes one after the other, and lists of lengths. All NULL if there is none. */
export interface PackedRows {
  readonly keys: Bytes | null;
  readonly keyLengths: string | null;
  readonly vals: Bytes | null;
  readonly valueLengths: string | null;
  /** Ids of the ends of long values; an empty one for a value that is whole. */
  readonly rests: string | null;
}

/** An entry as its row has it. */
export interface Row {
  readonly key: Bytes;
  /** The value, or of a long one its beginning. */
  readonly value: Bytes;
  /** Id of what follows the beginning of a long value. */
  readonly rest: number | undefined;
}

/** Yields the rows. Their keys share memory, and so do their values; no two share a byte. */
export function* rowsOf({ keys, keyLengths, vals, valueLengths, rests }: PackedRows): Iterable<Row> {
  if (keys === null || keyLengths === null || valueLengths === null || rests === null) return;
  const values = vals ?? new Uint8Array(0);
  const [lengthsOfKeys, lengthsOfValues, ids] = [keyLengths.split(","), valueLengths.split(","), rests.split(",")];
  let [keyAt, valueAt] = [0, 0];
  for (const [index, id] of ids.entries()) {
    const [keyBytes, valueBytes] = [Number(lengthsOfKeys[index]), Number(lengthsOfValues[index])];
    yield {
      key: new Uint8Array(keys.buffer, keys.byteOffset + keyAt, keyBytes), // half the time of subarray
      value: new Uint8Array(values.buffer, values.byteOffset + valueAt, valueBytes),
      rest: id === "" ? undefined : Number(id),
    };
    keyAt += keyBytes;
    valueAt += valueBytes;
  }
}
