/**
 * What the process of guests is sent first: one component, ready to be compiled. It answers `{ type: "ready" }`, or
 * `trapped` if it cannot.
 */
export interface ProcessSetup {
  readonly glue: string;
  /** Core modules whose limits are written into them. */
  readonly modules: Readonly<Record<string, Uint8Array>>;
  readonly imports: readonly string[];
  readonly memoryBytesMax: number;
}

/** The file descriptor of the process over which all passes. */
export const CHANNEL_FD = 3;

/** Most bytes of a message to a process. Frames have lengths of 32 bits. */
export const HOST_MESSAGE_BYTES_MAX = 2 ** 32 - 1;

/**
 * Bytes of a message of a process beside what it hands over: names, kinds, and texts that take more room on the way
 * than in its memory.
 */
const EXTRA_BYTES = 16_777_216;

/** Most bytes of a message of a process whose guests may have so much memory. */
export function guestMessageBytesMax(memoryBytesMax: number): number {
  return Math.min(2 * memoryBytesMax + EXTRA_BYTES, HOST_MESSAGE_BYTES_MAX);
}
