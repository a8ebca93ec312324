import type { ByteReader } from "./byte-reader.ts";
import { MalformedError } from "./malformed-error.ts";
import { unsupported } from "./shapes.ts";
import { skipBlockType, skipValueType } from "./value-types.ts";

// WebAssembly core specification, binary format, "Instructions": what follows an opcode before the next one.

/** Block counts of a function. */
export interface Blocks {
  /** Points where paths join: blocks, and branches to them. */
  readonly joins: number;
  readonly depth: number;
}

/**
 * Reads the instructions of a function to their end and counts blocks and branches.
 *
 * @throws LoadError `unsupported` for an unknown instruction; MalformedError
 */
export function countBlocks(reader: ByteReader): Blocks {
  let [joins, depth, deepest] = [0, 1, 1];
  while (!reader.isAtEnd) {
    if (depth === 0) throw new MalformedError("a function goes on after its end");
    const opcode = reader.byte();
    if (BEGINS_BLOCK.has(opcode)) {
      joins++;
      depth++;
      if (depth > deepest) deepest = depth;
    }
    if (opcode === END || opcode === DELEGATE) depth--;
    joins += skipImmediates(opcode, reader);
  }
  if (depth !== 0) throw new MalformedError("a function has no end");
  return { joins, depth: deepest };
}

const END = 0x0b;
const DELEGATE = 0x18;
const TRY_TABLE = 0x1f;

/** block, loop, if, try and try_table. */
const BEGINS_BLOCK: ReadonlySet<number> = new Set([0x02, 0x03, 0x04, 0x06, TRY_TABLE]);

/** Marks an opcode that does not exist. */
const UNKNOWN = 255;

/** LEB128 operands after each one-byte opcode, besides those that {@link skipImmediates} handles itself. */
const NUMBERS = numbersAfter([
  [0, 0x00, 0x01, 0x05, 0x0a, END, 0x0e, 0x0f, 0x19, 0x1a, 0x1b, 0x1c, 0x43, 0x44, 0xd1, 0xd3, 0xd4, 0xfc, 0xfd, 0xfe],
  [0, 0x02, 0x03, 0x04, 0x06, TRY_TABLE, ...range(0x28, 0x3e), ...range(0x45, 0xc4)],
  [1, 0x07, 0x08, 0x09, 0x0c, 0x0d, 0x10, 0x12, 0x14, 0x15, DELEGATE],
  [1, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0x41, 0x42, 0xd0, 0xd2, 0xd5, 0xd6],
  [2, 0x11, 0x13],
]);

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_none, index) => first + index);
}

function numbersAfter(table: readonly (readonly number[])[]): Uint8Array {
  const numbers = new Uint8Array(256).fill(UNKNOWN);
  for (const [count = 0, ...opcodes] of table) for (const opcode of opcodes) numbers[opcode] = count;
  return numbers;
}

/** Skips the operands of an instruction. Returns the number of branch targets. */
function skipImmediates(opcode: number, reader: ByteReader): number {
  const numbers = NUMBERS[opcode] ?? UNKNOWN;
  if (numbers === UNKNOWN) throw unsupported(`the instruction 0x${opcode.toString(16)}`);
  for (let left = numbers; left > 0; left--) reader.skipNumber();
  if (BEGINS_BLOCK.has(opcode)) skipBlockType(reader);
  if (opcode === TRY_TABLE) return reader.each(() => skipCatch(reader), 2);
  if (opcode === BRANCH_TABLE) return skipBranches(reader);
  skipOperands(opcode, reader);
  return BRANCHES.has(opcode) ? 1 : 0;
}

function skipOperands(opcode: number, reader: ByteReader): void {
  if (opcode >= 0x28 && opcode <= 0x3e) skipAddress(reader);
  else if (opcode === 0x1c) reader.each(() => skipValueType(reader));
  else if (opcode === 0x43) reader.skip(4);
  else if (opcode === 0x44) reader.skip(8);
  else if (opcode === 0xfc) skipBulk(reader);
  else if (opcode === 0xfd) skipVector(reader);
  else if (opcode === 0xfe) skipAtomic(reader);
}

const BRANCH_TABLE = 0x0e;

/** br, br_if, br_on_null and br_on_non_null. */
const BRANCHES: ReadonlySet<number> = new Set([0x0c, 0x0d, 0xd5, 0xd6]);

/** Skips an alignment, a memory index if the alignment has its bit, and an offset. */
function skipAddress(reader: ByteReader): void {
  if ((reader.number() & 0x40) !== 0) reader.skipNumber();
  reader.skipNumber();
}

function skipBranches(reader: ByteReader): number {
  const count = reader.each(() => reader.skipNumber());
  reader.skipNumber();
  return count + 1;
}

function skipCatch(reader: ByteReader): void {
  if (reader.byte() < 0x02) reader.skipNumber();
  reader.skipNumber();
}

/** LEB128 operands after 0xfc 0x00, 0xfc 0x01 and so on. */
const BULK_NUMBERS = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 0, 0, 0, 0];

function skipBulk(reader: ByteReader): void {
  const numbers = BULK_NUMBERS[reader.number()];
  if (numbers === undefined) throw unsupported("an unknown instruction");
  for (let left = numbers; left > 0; left--) reader.skipNumber();
}

function skipVector(reader: ByteReader): void {
  const opcode = reader.number();
  const isLane = opcode >= 84 && opcode <= 91;
  if (opcode <= 11 || isLane || opcode === 92 || opcode === 93) skipAddress(reader);
  if (opcode === 12 || opcode === 13) reader.skip(16);
  if (isLane || (opcode >= 21 && opcode <= 34)) reader.skip(1);
}

function skipAtomic(reader: ByteReader): void {
  if (reader.number() === 0x03) reader.skip(1);
  else skipAddress(reader);
}
