/** Which of a guest's streams. */
export type OutputStreamName = "stdout" | "stderr";

/** Called with each piece of text that a guest prints. */
export type OutputListener = (componentId: string, stream: OutputStreamName, text: string) => void;

/** Most characters of a stream that are kept. A guest that prints without end costs no more. */
export const OUTPUT_CHARACTERS_MAX = 16_384;

/** The end of what a guest printed on one stream. */
export class OutputTail {
  readonly #decoder = new TextDecoder();
  readonly #listen: (text: string) => void;
  #text = "";

  constructor(listen: (text: string) => void) {
    this.#listen = listen;
  }

  get text(): string {
    return this.#text;
  }

  readonly write = (bytes: Uint8Array): void => {
    const text = this.#decoder.decode(bytes, { stream: true });
    this.#text = (this.#text + text).slice(-OUTPUT_CHARACTERS_MAX);
    this.#listen(text);
  };
}
