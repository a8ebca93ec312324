import { ByteTail } from "./byte-tail.ts";

/** An output stream of a guest. */
export type OutputStreamName = "stdout" | "stderr";

/** Called with each piece of text that a guest prints. */
export type OutputListener = (componentId: string, stream: OutputStreamName, text: string) => void;

/** Most characters of a stream that are kept, so that a guest that prints without end costs no more. */
export const OUTPUT_CHARACTERS_MAX = 16_384;

/**
 * Keeps the end of an output stream. It is kept as bytes, since the end of a string may keep the whole string alive.
 */
export class OutputTail {
  readonly #decoder = newDecoder();
  readonly #listen: (text: string) => void;
  readonly #tail = new ByteTail(OUTPUT_CHARACTERS_MAX * CHARACTER_BYTES_MAX);

  constructor(listen: (text: string) => void) {
    this.#listen = listen;
  }

  /** The kept text, in whole characters. */
  get text(): string {
    const bytes = this.#tail.isCut ? fromCharacterBorder(this.#tail.bytes) : this.#tail.bytes;
    // Decode as a stream: the last character may be incomplete.
    return lastCharacters(newDecoder().decode(bytes, { stream: true }));
  }

  readonly write = (bytes: Uint8Array): void => {
    this.#tail.append(bytes);
    this.#listen(this.#decoder.decode(bytes, { stream: true }));
  };
}

/** Most bytes of UTF-8 per JavaScript character: those with four bytes count as two. */
const CHARACTER_BYTES_MAX = 3;

const newDecoder = () => new TextDecoder("utf-8", { ignoreBOM: true });

/** Skips the rest of a character that was cut: up to three bytes 10xxxxxx. */
function fromCharacterBorder(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return bytes.subarray(start);
}

function lastCharacters(text: string): string {
  const last = text.slice(-OUTPUT_CHARACTERS_MAX);
  const isHalf = last.length < text.length && /^[\uDC00-\uDFFF]/.test(last);
  return isHalf ? last.slice(1) : last;
}
