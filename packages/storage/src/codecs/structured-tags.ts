/*
 * The first byte of each value in the structured format. `docs/formats/structured.md` describes what follows it.
 * Numbers 0 to 127 and texts of up to 63 bytes are in the byte itself; those that are not named here are free.
 */
export const FORMAT = 0x01;

export const UNDEFINED = 0x00;
export const NULL = 0x01;
export const FALSE = 0x02;
export const TRUE = 0x03;
export const POSITIVE = 0x04;
export const NEGATIVE = 0x05;
export const FLOAT = 0x06;
export const BIG_POSITIVE = 0x07;
export const BIG_NEGATIVE = 0x08;
export const TEXT = 0x09;
export const TEXT_UTF16 = 0x0a;
export const DATE = 0x0b;
export const ARRAY = 0x0c;
export const RECORD = 0x0d;
export const BARE_RECORD = 0x0e;
export const MAP = 0x0f;
export const SET = 0x10;
export const BUFFER = 0x11;
/** The first of the views, which follow each other as {@link VIEWS} does. */
export const VIEW = 0x12;
export const REFERENCE = 0x1f;
/** Plus the number of bytes. */
export const SHORT_TEXT = 0x40;
/** Plus the number. */
export const SMALL = 0x80;

/** Most bytes of a short text. */
export const SHORT_TEXT_MAX = 0x3f;

/** Deepest nesting of values in values. A component's stack is small, and overflowing it ends the component. */
export const DEPTH_MAX = 200;

interface ViewConstructor {
  new (buffer: ArrayBuffer): ArrayBufferView;
  readonly name: string;
  readonly BYTES_PER_ELEMENT?: number;
}

/** Views of bytes, in the order of their tags. */
export const VIEWS: readonly ViewConstructor[] = [
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
];
