import type { Readable } from "node:stream";

/** Where a command writes. */
export interface Output {
  /** Whether a person reads it. */
  readonly isTerminal: boolean;
  /** Columns of the terminal, or of what tables are made for where there is none. */
  readonly columns: number;
  /** Writes, and waits if the reader is slower. @throws ReaderGone if nobody reads any more */
  write(chunk: string | Uint8Array): Promise<void>;
}

/** Streams, environment and interruption of a command. */
export interface Io {
  readonly out: Output;
  readonly err: Output;
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Is aborted when somebody asks the command to end. */
  readonly signal: AbortSignal;
}

/** Thrown when the reader of an output has gone, as `head` does: there is nothing left to do. */
export class ReaderGone extends Error {}
