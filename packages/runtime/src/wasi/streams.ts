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

/** The stream-error `closed`, recognised by the bindings by its own `payload`. */
const CLOSED = Object.assign(new Error("the stream is closed"), { payload: { tag: "closed" } });

/** `wasi:io/streams.input-stream` that is at its end. */
export class InputStream {
  read(): never {
    throw CLOSED;
  }

  blockingRead(): never {
    throw CLOSED;
  }

  subscribe(): Pollable {
    return Pollable.ready();
  }
}
