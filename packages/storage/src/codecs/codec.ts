/**
 * How values become bytes and come back.
 *
 * `decode(encode(value))` must give a value equal to the first one. What cannot make that journey is better refused
 * than changed: throw a `StorageError` with the code `invalid-argument`, or any other error, which `Storage` turns into
 * one and keeps as its `cause`, unless it is a `SyntaxError` of decoding, in which engines quote the value.
 *
 * @example
 * ```ts
 * import { type Codec, Storage } from "@airssys/storage";
 *
 * const dates: Codec<Date> = {
 *   encode: (date) => new Uint8Array(new Float64Array([date.getTime()]).buffer),
 *   decode: (bytes) => new Date(new Float64Array(bytes.slice().buffer)[0] ?? Number.NaN),
 * };
 * const birthdays = new Storage({ codec: dates });
 * birthdays.set("ada", new Date("1815-12-10"));
 * ```
 */
export interface Codec<T> {
  /**
   * The bytes to store, at most 1 048 576 of them unless the host says otherwise. They may wait for their write: nobody
   * changes them any more, so that bytes which belong to the caller are better copied.
   */
  encode(value: T): Uint8Array;
  /** The value of bytes that `encode` made. They are the caller's own copy and may be kept. */
  decode(bytes: Uint8Array): T;
  /**
   * Whether whole numbers become their decimal digits, which is what the host counts with. Without it a `Storage` does
   * not increment.
   */
  readonly hasDecimalNumbers?: boolean;
  /** Whether `encode` would write these bytes in a newer form by now. Without it no bytes are outdated. */
  isOutdated?(bytes: Uint8Array): boolean;
}
