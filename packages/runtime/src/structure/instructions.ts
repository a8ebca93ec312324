import type { ByteReader } from "./byte-reader.ts";
import { unsupported } from "./shapes.ts";

// WebAssembly core specification, binary format, "Instructions": what follows an opcode before the next one.

/** How many blocks a function has, and how many of them are inside of each other at most. */
export interface Blocks {
  readonly count: number;
  readonly depth: number;
}

/** Reads the instructions of a function up to their end. @throws LoadError `unsupported` for an instruction that is not known */
export function blocksOf(reader: ByteReader): Blocks {
  let [count, depth, deepest] = [0, 1, 1];
  while (!reader.isAtEnd) {
    const opcode = reader.byte();
    if (BEGINS_BLOCK.has(opcode)) {
      count++;
      depth++;
      if (depth > deepest) deepest = depth;
    }
    if (opcode === END || opcode === DELEGATE) depth--;
    skipImmediates(opcode, reader);
  }
  return { count, depth: deepest };
}

const END = 0x0b;
const DELEGATE = 0x18;
const TRY_TABLE = 0x1f;

/** block, loop, if, try and try_table. */
const BEGINS_BLOCK: ReadonlySet<number> = new Set([0x02, 0x03, 0x04, 0x06, TRY_TABLE]);

/** Numbers after an opcode of one byte; those that are not listed have none. */
const NUMBERS = numbersAfter([
  [1, 0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09, 0x0c, 0x0d, 0x10, 0x12, 0x14, 0x15, DELEGATE, TRY_TABLE],
  [1, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0x41, 0x42, 0xd0, 0xd2, 0xd5, 0xd6],
  [2, 0x11, 0x13],
]);

function numbersAfter(table: readonly (readonly number[])[]): Uint8Array {
  const numbers = new Uint8Array(256);
  for (const [count = 0, ...opcodes] of table) for (const opcode of opcodes) numbers[opcode] = count;
  return numbers;
}

function skipImmediates(opcode: number, reader: ByteReader): void {
  for (let left = NUMBERS[opcode] ?? 0; left > 0; left--) reader.skipNumber();
  if (opcode >= 0x28 && opcode <= 0x3e) skipAddress(reader);
  else if (opcode === 0x0e) skipBranches(reader);
  else if (opcode === 0x1c) reader.each(() => reader.skipNumber());
  else if (opcode === TRY_TABLE) reader.each(() => skipCatch(reader), 2);
  else if (opcode === 0x43) reader.skip(4);
  else if (opcode === 0x44) reader.skip(8);
  else if (opcode === 0xfc) skipBulk(reader);
  else if (opcode === 0xfd) skipVector(reader);
  else if (opcode === 0xfe) skipAtomic(reader);
  else if (opcode === 0xfb) throw unsupported("instructions for garbage-collected objects");
}

/** An alignment, with a bit for a memory's number after it, and an offset. */
function skipAddress(reader: ByteReader): void {
  if ((reader.number() & 0x40) !== 0) reader.skipNumber();
  reader.skipNumber();
}

function skipBranches(reader: ByteReader): void {
  reader.each(() => reader.skipNumber());
  reader.skipNumber();
}

function skipCatch(reader: ByteReader): void {
  if (reader.byte() < 0x02) reader.skipNumber();
  reader.skipNumber();
}

/** Numbers after the opcodes 0xfc 0x00 and on. */
const BULK_NUMBERS = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 0, 0, 0, 0];

function skipBulk(reader: ByteReader): void {
  const numbers = BULK_NUMBERS[reader.number()];
  if (numbers === undefined) throw unsupported("an instruction that is not known");
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
