import { readSync, writeSync } from "node:fs";
import type { Socket } from "node:net";

const READ_BYTES = 65_536;

/**
 * The host's end of the pipe to a process: what comes is told by the event loop, and can be looked for without it,
 * which takes half of the time. Nothing here waits for the process.
 */
export class ProcessStream {
  readonly #socket: Socket;
  readonly #descriptor: number | undefined;
  readonly #buffer = Buffer.allocUnsafeSlow(READ_BYTES);

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#descriptor = findDescriptor(socket);
  }

  /** Whether the process has not read all yet that was written. */
  get isBehind(): boolean {
    return this.#socket.writableLength > 0;
  }

  /** Writes bytes that never change, and are sent when there is time. */
  writeKept(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** @param bytes are not kept. */
  write(bytes: Uint8Array): void {
    const written = this.isBehind ? 0 : this.#writeNow(bytes);
    if (written < bytes.length) this.#socket.write(Buffer.from(bytes.subarray(written)));
  }

  /**
   * Looks for what has come, some microseconds long.
   *
   * @returns bytes of their own, if any have come.
   */
  read(microseconds: number): Buffer | undefined {
    if (this.#descriptor === undefined || this.#socket.destroyed) return undefined;
    const end = performance.now() + microseconds / 1_000;
    do {
      const bytes = transferred(() => readSync(this.#descriptor as number, this.#buffer)); // looked at
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

/** Answers 0 where the pipe is full, empty or broken. That it is broken is told by the event loop too. */
function transferred(work: () => number): number {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0; // most looks are in vain, and take twice as long with it
  try {
    return work();
  } catch {
    return 0;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Node has it and does not document it. Without it all goes through the event loop. */
function findDescriptor(socket: Socket): number | undefined {
  const { _handle: handle } = socket as Socket & { _handle?: { readonly fd?: unknown } | null };
  const descriptor = handle?.fd;
  return typeof descriptor === "number" && descriptor >= 0 ? descriptor : undefined;
}
