import { StorageError } from "@airssys/protocol";
import type { LineText } from "../contract/entry-line.ts";

const LINE_FEED = 0x0a;

/** Cuts bytes that come in pieces into lines of text. Holds one line at most that is not whole. */
export class LineSplitter {
  readonly #lineBytesMax: number;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #lines = 0;

  constructor(lineBytesMax: number) {
    this.#lineBytesMax = lineBytesMax;
  }

  /** Yields the lines that a piece ends. @throws StorageError for a line that is too long, or is not UTF-8 */
  *push(piece: Uint8Array): Generator<LineText> {
    const end = piece.lastIndexOf(LINE_FEED);
    if (end >= 0) yield* this.#split(this.#take(piece.subarray(0, end)), true);
    const rest = piece.subarray(end + 1);
    if (rest.length === 0) return;
    this.#pending.push(new Uint8Array(rest));
    this.#pendingBytes += rest.length;
    if (this.#pendingBytes > this.#lineBytesMax) this.#fail(`it is longer than ${this.#lineBytesMax} bytes`);
  }

  /** Yields the last line, if no line feed ends it. */
  *end(): Generator<LineText> {
    if (this.#pendingBytes > 0) yield* this.#split(this.#take(new Uint8Array(0)), false);
  }

  #take(end: Uint8Array): Uint8Array {
    const bytes = this.#pending.length === 0 ? end : joined([...this.#pending, end]);
    this.#pending = [];
    this.#pendingBytes = 0;
    return bytes;
  }

  *#split(bytes: Uint8Array, isEnded: boolean): Generator<LineText> {
    const text = this.#decode(bytes);
    if (text === undefined) return yield* this.#splitBytes(bytes, isEnded);
    for (const line of text.split("\n")) yield { text: line, number: ++this.#lines, isEnded };
  }

  /** Finds the line that is not UTF-8, and yields those before it. */
  *#splitBytes(bytes: Uint8Array, isEnded: boolean): Generator<LineText> {
    for (let start = 0; start <= bytes.length; ) {
      const feed = bytes.indexOf(LINE_FEED, start);
      const end = feed < 0 ? bytes.length : feed;
      const text = this.#decode(bytes.subarray(start, end)) ?? this.#fail("it is not UTF-8");
      yield { text, number: ++this.#lines, isEnded };
      start = end + 1;
    }
  }

  #decode(bytes: Uint8Array): string | undefined {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      return undefined; // only bytes that are not UTF-8 are refused
    }
  }

  #fail(fault: string): never {
    throw new StorageError({ tag: "invalid-argument", val: `line ${this.#lines + 1}: ${fault}` });
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
