import type { ByteReader } from "./byte-reader.ts";
import { unsupported } from "./shapes.ts";

/** One-byte types: i32, i64, f32, f64, v128, funcref and externref. */
const VALUE_TYPES: ReadonlySet<number> = new Set([0x7f, 0x7e, 0x7d, 0x7c, 0x7b, 0x70, 0x6f]);

const EMPTY = 0x40;

/**
 * Skips the type of a local variable or a value. Longer types, such as typed references, are refused: their length
 * depends on their content.
 */
export function skipValueType(reader: ByteReader): void {
  if (!VALUE_TYPES.has(reader.byte())) throw unsupported("typed references in a function");
}

/** Skips the type of a block: empty, one value, or the index of a function type. */
export function skipBlockType(reader: ByteReader): void {
  const { next } = reader;
  if (next === EMPTY || VALUE_TYPES.has(next)) reader.skip(1);
  else if (next >= 0x40 && next < 0x80) throw unsupported("typed references in a function");
  else reader.skipNumber();
}
