import { Pollable } from "./poll.ts";

/** Takes what a guest writes. */
export type Sink = (bytes: Uint8Array) => void;

/** Most bytes that a guest may write at once. */
const WRITE_PERMIT_BYTES = 65_536n;

/** `wasi:io/streams.output-stream` into a sink. */
export class OutputStream {
  readonly #sink: Sink;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  checkWrite(): bigint {
    return WRITE_PERMIT_BYTES;
  }

  write(bytes: Uint8Array): void {
    this.#sink(bytes);
  }

  blockingWriteAndFlush(bytes: Uint8Array): void {
    this.#sink(bytes);
  }

  flush(): void {}

  blockingFlush(): void {}

  subscribe(): Pollable {
    return Pollable.ready();
  }
}

/** `wasi:io/streams.input-stream` that is at its end. */
export class InputStream {
  read(): never {
    throw { tag: "closed" }; // the form in which bindings expect a stream-error
  }

  blockingRead(): never {
    throw { tag: "closed" };
  }

  subscribe(): Pollable {
    return Pollable.ready();
  }
}
