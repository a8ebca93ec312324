// Values as bytes between a host and a guest's process.
//
//   frame  = length: 4 bytes, little-endian, of the value that follows
//   value  = kind: 1 byte, then by kind
//     undefined, null, false, true                 nothing
//     number     8 bytes, IEEE 754, little-endian
//     small      1 byte, a whole number from 0 to 255
//     signed     8 bytes, a bigint from -2^63 to 2^63 - 1
//     unsigned   8 bytes, a bigint from 2^63 to 2^64 - 1
//     text       count, then as many bytes of UTF-8
//     numbers    number format: 1 byte; count of bytes, then these
//     list       count, then as many values
//     record     count, then as many pairs of a text without its kind, and a value
//   count  = LEB128, at most 5 bytes

export const UNDEFINED = 0;
export const NULL = 1;
export const FALSE = 2;
export const TRUE = 3;
export const NUMBER = 4;
export const SMALL = 5;
export const SIGNED = 6;
export const UNSIGNED = 7;
export const TEXT = 8;
export const NUMBERS = 9;
export const LIST = 10;
export const RECORD = 11;

/** Bytes of the length before each value. */
export const LENGTH_BYTES = 4;

/** Most levels of nested lists and records. WIT types end long before. */
export const LEVELS_MAX = 128;

/**
 * Most values in one frame. A guest passes at most a million elements, some of them records. One byte of a frame
 * becomes up to 56 bytes of memory, which this limits.
 */
export const VALUES_MAX = 4_000_000;

/** Typed arrays by their format byte. */
export const NUMBER_FORMATS = [
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  BigUint64Array,
  BigInt64Array,
  Float32Array,
  Float64Array,
] as const;
