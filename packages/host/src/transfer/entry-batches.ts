import { keyFault, type Limits, StorageError } from "@airssys/protocol";
import { type LineText, parseLine } from "../contract/entry-line.ts";
import { requireValue } from "../store/format/key-check.ts";
import { type StoredKey, storedKey } from "../store/format/stored-key.ts";
import { Slices } from "../store/steps/slice.ts";
import { type ImportSource, piecesOf } from "./import-source.ts";
import { LineSplitter } from "./line-splitter.ts";

/** Entries of some lines that follow each other. */
export interface EntryBatch {
  readonly entries: readonly ImportedEntry[];
  /** Number of the last of their lines; of the last line of the source in the last batch, which may have no entries. */
  readonly lastLine: number;
  /** The error of the line after it, or of the source. No batch follows then. */
  readonly fault: unknown;
}

/** The entry of a line. */
export interface ImportedEntry {
  readonly key: StoredKey;
  readonly value: Uint8Array;
  readonly expiresAt: number;
}

/** How lines are put into batches. */
export interface BatchSettings {
  readonly limits: Limits;
  /** Lines at the beginning that are passed over. */
  readonly skipLines: number;
  /** Most entries of the next batch. */
  readonly countMax: () => number;
}

/** Bytes of values after which a batch ends. */
const BATCH_BYTES = 1_048_576;

/**
 * Reads the lines of a source. What is wrong with a line, or with the source, comes with the batch of the lines before
 * it, so that these are not lost.
 */
export async function* readBatches(source: ImportSource, settings: BatchSettings): AsyncGenerator<EntryBatch> {
  let entries: ImportedEntry[] = [];
  let bytes = 0;
  let lastLine = 0;
  try {
    for await (const lines of readLines(source, lineBytesMax(settings.limits))) {
      for (const line of lines) {
        if (line.number <= settings.skipLines) {
          lastLine = line.number;
          continue;
        }
        const entry = requireEntry(line, settings.limits);
        entries.push(entry);
        bytes += entry.value.length;
        lastLine = line.number;
        if (entries.length < settings.countMax() && bytes < BATCH_BYTES) continue;
        yield { entries, lastLine, fault: undefined };
        entries = [];
        bytes = 0;
      }
    }
  } catch (fault) {
    lastLine = Math.max(lastLine, settings.skipLines);
    yield { entries, lastLine, fault: fault ?? new Error("the source failed without a reason") };
    return;
  }
  yield { entries, lastLine, fault: undefined };
}

async function* readLines(source: ImportSource, bytesMax: number): AsyncGenerator<Iterable<LineText>> {
  const splitter = new LineSplitter(bytesMax);
  const slices = new Slices();
  for await (const piece of piecesOf(source)) {
    yield splitter.push(piece);
    if (slices.isOver) await slices.rest();
  }
  yield splitter.end();
}

function requireEntry(line: LineText, limits: Limits): ImportedEntry {
  const { key, value, expiresAt } = parseLine(line);
  const fault = keyFault(key, limits.keyBytesMax);
  if (fault !== undefined) throw new StorageError({ tag: "invalid-key", val: `line ${line.number}: the key ${fault}` });
  requireValue(value, limits);
  return { key: storedKey(key), value, expiresAt };
}

/** Longest line that can hold an entry within the limits, in bytes, with room for white space. */
function lineBytesMax({ keyBytesMax, valueBytesMax }: Limits): number {
  return 2 * valueBytesMax + 8 * keyBytesMax + LINE_ROOM_BYTES;
}

const LINE_ROOM_BYTES = 4_096;
