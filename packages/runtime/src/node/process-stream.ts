import { readSync, writeSync } from "node:fs";
import type { Socket } from "node:net";

const READ_BYTES = 65_536;

/**
 * The host's end of the pipe to a process. Bytes are reported by the event loop, and can also be polled for without it,
 * which takes half the time. Nothing here blocks.
 */
export class ProcessStream {
  readonly #socket: Socket;
  readonly #descriptor: number | undefined;
  readonly #buffer = Buffer.allocUnsafeSlow(READ_BYTES);

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#descriptor = findDescriptor(socket);
  }

  /** True if the process has not yet read all that was written. */
  get isBehind(): boolean {
    return this.#socket.writableLength > 0;
  }

  /** Writes bytes that never change. They are sent when there is time. */
  writeKept(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /**
   * Writes bytes.
   *
   * @param bytes are copied if they cannot be written at once.
   */
  write(bytes: Uint8Array): void {
    const written = this.isBehind ? 0 : this.#writeNow(bytes);
    if (written < bytes.length) this.#socket.write(Buffer.from(bytes.subarray(written)));
  }

  /**
   * Polls for bytes for some microseconds.
   *
   * @returns a copy of the bytes, if any have come.
   */
  read(microseconds: number): Buffer | undefined {
    if (this.#descriptor === undefined || this.#socket.destroyed) return undefined;
    const end = performance.now() + microseconds / 1_000;
    do {
      const bytes = transferred(() => readSync(this.#descriptor as number, this.#buffer)); // checked above
      if (bytes > 0) return Buffer.from(this.#buffer.subarray(0, bytes));
    } while (performance.now() < end);
    return undefined;
  }

  #writeNow(bytes: Uint8Array): number {
    const descriptor = this.#descriptor;
    if (descriptor === undefined || this.#socket.destroyed) return 0;
    return transferred(() => writeSync(descriptor, bytes));
  }
}

/** Returns 0 if the pipe is full, empty or broken. The event loop also reports a broken pipe. */
function transferred(work: () => number): number {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0; // most polls find nothing, and a stack trace doubles their cost
  try {
    return work();
  } catch {
    return 0;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * Returns the file descriptor of a socket, which Node does not document. Without it everything goes through the event
 * loop.
 */
function findDescriptor(socket: Socket): number | undefined {
  const { _handle: handle } = socket as Socket & { _handle?: { readonly fd?: unknown } | null };
  const descriptor = handle?.fd;
  return typeof descriptor === "number" && descriptor >= 0 ? descriptor : undefined;
}
