import { Pollable } from "./poll.ts";

/** Receives the bytes that a guest writes. */
export type Sink = (bytes: Uint8Array) => void;

/** Most bytes of one write. */
export const WRITE_BYTES_MAX = 65_536;

/** `wasi:io/streams.output-stream` into a sink. A guest that writes more than `check-write` allowed traps. */
export class OutputStream {
  readonly #sink: Sink;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  checkWrite(): bigint {
    return BigInt(WRITE_BYTES_MAX);
  }

  write(bytes: Uint8Array): void {
    requirePermitted(bytes);
    this.#sink(bytes);
  }

  blockingWriteAndFlush(bytes: Uint8Array): void {
    this.write(bytes);
  }

  flush(): void {}

  blockingFlush(): void {}

  subscribe(): Pollable {
    return Pollable.ready();
  }
}

function requirePermitted({ length }: Uint8Array): void {
  if (length <= WRITE_BYTES_MAX) return;
  throw new RangeError(`at most ${WRITE_BYTES_MAX} bytes at once, written were ${length}`);
}

/** `wasi:io/streams.input-stream` that is at its end. */
export class InputStream {
  read(): never {
    throwClosed();
  }

  blockingRead(): never {
    throwClosed();
  }

  subscribe(): Pollable {
    return Pollable.ready();
  }
}

/**
 * Throws the stream-error `closed`. It is not an `Error`: bindings return any other thrown value as the error of a
 * `result`. On an `Error` they look for a `payload`, and so does the runtime, which would take it for an error that the
 * guest returned where an export declares no result.
 */
function throwClosed(): never {
  // biome-ignore lint/style/useThrowOnlyError: bindings expect the bare error of the result
  throw { tag: "closed" };
}
