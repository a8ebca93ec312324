import type { ByteReader } from "./byte-reader.ts";
import { FUNCTION, type Scope } from "./scope.ts";
import { isInstanceShape, unsupported } from "./shapes.ts";
import type { Tally } from "./tally.ts";
import { typeAt } from "./type-grammar.ts";

// Component Model, binary format (design/mvp/Binary.md), "Canonical Definitions".

/**
 * Reads a canonical definition: a function that is lifted or lowered, or a built-in of the component model. Everything
 * asynchronous is refused: the contract has no such functions, and nothing limits the memory that their tasks, streams,
 * futures, threads and waitable sets take.
 *
 * @throws LoadError `unsupported`; MalformedError
 */
export function readCanon(reader: ByteReader, scope: Scope, tally: Tally): void {
  tally.count("crossings");
  const kind = reader.byte();
  switch (kind) {
    case LIFT:
      readLift(reader, scope, tally);
      break;
    case LOWER:
      readLower(reader, scope, tally);
      break;
    case RESOURCE_NEW:
    case RESOURCE_DROP:
    case RESOURCE_REP:
      typeAt(scope, reader.number());
      break;
    default:
      throw unsupported(
        `the built-in ${BUILT_INS[kind] ?? `0x${kind.toString(16)}`}, whose use of memory has no limit`,
      );
  }
}

function readLift(reader: ByteReader, scope: Scope, tally: Tally): void {
  requireZero(reader);
  reader.number();
  requireOptions(reader);
  const type = typeAt(scope, reader.number());
  tally.count("crossingParts", type.parts);
  scope.add(FUNCTION, type);
}

function readLower(reader: ByteReader, scope: Scope, tally: Tally): void {
  requireZero(reader);
  const type = scope.at(FUNCTION, reader.number());
  if (type !== undefined && !isInstanceShape(type)) tally.count("crossingParts", type.parts);
  requireOptions(reader);
}

function requireZero(reader: ByteReader): void {
  if (reader.byte() !== 0) throw unsupported("a function that is lifted or lowered in an unknown way");
}

function requireOptions(reader: ByteReader): void {
  reader.each(() => {
    const option = reader.byte();
    if (option > POST_RETURN)
      throw unsupported("an asynchronous lifted or lowered function, which the contract never needs");
    if (option >= MEMORY) reader.number();
  });
}

const LIFT = 0x00;
const LOWER = 0x01;
const RESOURCE_NEW = 0x02;
const RESOURCE_DROP = 0x03;
const RESOURCE_REP = 0x04;

/** Options 0 to 2 are string encodings. Memory, realloc and post-return follow, each with an index. */
const MEMORY = 0x03;
const POST_RETURN = 0x05;

const BUILT_INS: Readonly<Record<number, string>> = {
  5: "task.cancel",
  6: "subtask.cancel",
  7: "resource.drop async",
  8: "backpressure.set",
  9: "task.return",
  10: "context.get",
  11: "context.set",
  12: "thread.yield",
  13: "subtask.drop",
  14: "stream.new",
  15: "stream.read",
  16: "stream.write",
  17: "stream.cancel-read",
  18: "stream.cancel-write",
  19: "stream.drop-readable",
  20: "stream.drop-writable",
  21: "future.new",
  22: "future.read",
  23: "future.write",
  24: "future.cancel-read",
  25: "future.cancel-write",
  26: "future.drop-readable",
  27: "future.drop-writable",
  28: "error-context.new",
  29: "error-context.debug-message",
  30: "error-context.drop",
  31: "waitable-set.new",
  32: "waitable-set.wait",
  33: "waitable-set.poll",
  34: "waitable-set.drop",
  35: "waitable.join",
};
