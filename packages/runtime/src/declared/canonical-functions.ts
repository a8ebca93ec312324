import type { ByteReader } from "../structure/byte-reader.ts";
import { type ComponentScope, FUNCTION } from "./component-scope.ts";
import { readEach, unknown } from "./type-reader.ts";

// Component Model, binary format (design/mvp/Binary.md): canonical functions. Only a lift defines a component function;
// all others define core functions and are skipped.

/** Reads a canonical definition. A lift adds its function to the scope. */
export function readCanonical(reader: ByteReader, scope: ComponentScope): void {
  const kind = reader.byte();
  if (kind === LIFT) readLift(reader, scope);
  else for (const operand of OPERANDS[kind] ?? unknown("canonical function", kind)) READERS[operand](reader);
}

const LIFT = 0x00;

function readLift(reader: ByteReader, scope: ComponentScope): void {
  reader.byte();
  reader.number();
  readOptions(reader);
  scope.add({ sort: FUNCTION, shape: scope.typeAt(reader.number()) });
}

type Operand = "byte" | "index" | "options" | "results";

const READERS: Readonly<Record<Operand, (reader: ByteReader) => void>> = {
  byte: (reader) => void reader.byte(),
  index: readIndex,
  options: readOptions,
  results: readResults,
};

function readIndex(reader: ByteReader): void {
  reader.number();
}

function readOptions(reader: ByteReader): void {
  readEach(reader, () => {
    const option = reader.byte();
    if (option > OPTION_MAX) unknown("canonical option", option);
    if (INDEXED_OPTIONS.has(option)) reader.number();
  });
}

const OPTION_MAX = 0x07;
/** Options followed by an index: memory, realloc, post-return, callback. */
const INDEXED_OPTIONS: ReadonlySet<number> = new Set([0x03, 0x04, 0x05, 0x07]);

/**
 * Skips a result: the index of a type or a primitive, which is one byte too, or a byte that says that there is none.
 */
function readResults(reader: ByteReader): void {
  if (reader.byte() === 0x00) reader.number();
  else reader.byte();
}

/** Operands after the byte of each kind. */
const OPERANDS: Readonly<Record<number, readonly Operand[]>> = {
  1: ["byte", "index", "options"], // canon lower
  2: ["index"], // resource.new
  3: ["index"], // resource.drop
  4: ["index"], // resource.rep
  5: [], // task.cancel
  6: ["byte"], // subtask.cancel
  7: ["index"], // resource.drop async
  8: [], // backpressure.set
  9: ["results", "options"], // task.return
  10: ["byte", "index"], // context.get
  11: ["byte", "index"], // context.set
  12: ["byte"], // thread.yield
  13: [], // subtask.drop
  14: ["index"], // stream.new
  15: ["index", "options"], // stream.read
  16: ["index", "options"], // stream.write
  17: ["index", "byte"], // stream.cancel-read
  18: ["index", "byte"], // stream.cancel-write
  19: ["index"], // stream.drop-readable
  20: ["index"], // stream.drop-writable
  21: ["index"], // future.new
  22: ["index", "options"], // future.read
  23: ["index", "options"], // future.write
  24: ["index", "byte"], // future.cancel-read
  25: ["index", "byte"], // future.cancel-write
  26: ["index"], // future.drop-readable
  27: ["index"], // future.drop-writable
  28: ["options"], // error-context.new
  29: ["options"], // error-context.debug-message
  30: [], // error-context.drop
  31: [], // waitable-set.new
  32: ["byte", "index"], // waitable-set.wait
  33: ["byte", "index"], // waitable-set.poll
  34: [], // waitable-set.drop
  35: [], // waitable.join
  36: [], // backpressure.inc
  37: [], // backpressure.dec
};
