/**
 * First message to a process: one component, ready to be compiled. The process answers `{ type: "ready" }`, or
 * `trapped` if it cannot compile it.
 */
export interface ProcessSetup {
  readonly glue: string;
  /** Core modules with their limits written in. */
  readonly modules: Readonly<Record<string, Uint8Array>>;
  readonly imports: readonly string[];
  readonly memoryBytesMax: number;
}

/** File descriptor of the process for all messages. */
export const CHANNEL_FD = 3;

/** Most bytes of a message to a process. The length of a frame has 32 bits. */
export const HOST_MESSAGE_BYTES_MAX = 2 ** 32 - 1;

/**
 * Bytes of a message besides the values passed: names, kinds, and strings that take more bytes in the message than in
 * guest memory.
 */
const EXTRA_BYTES = 16_777_216;

/** Returns the most bytes of a message from a process, given the memory limit of its guests. */
export function guestMessageBytesMax(memoryBytesMax: number): number {
  return Math.min(2 * memoryBytesMax + EXTRA_BYTES, HOST_MESSAGE_BYTES_MAX);
}
