import type { Sink } from "../wasi/streams.ts";
import type { BucketNames } from "../wasi-keyvalue/bucket-names.ts";

/**
 * A function that a guest exports. It throws what the guest threw; an error that the guest returned has a `payload` of
 * its own.
 */
export type GuestFunction = (args: readonly unknown[]) => unknown;

/** What a guest can reach, and nothing else. */
export interface Surroundings {
  /** Functions of the host, by the names of their interfaces. Each answers, or throws to end the guest. */
  readonly imports: ImportedInterfaces;
  /** Takes what the guest writes to its standard output. */
  readonly stdout: Sink;
  /** Takes what the guest writes to its standard error. */
  readonly stderr: Sink;
  /** What time it is for the guest, in milliseconds since 1970 UTC. `undefined`: as it is. */
  readonly clock: (() => number) | undefined;
  /** The namespaces of the identifiers of `wasi:keyvalue` that the host maps. `undefined`: none. */
  readonly buckets?: BucketNames | undefined;
}

/** Functions by the names of their interfaces and their own. */
export type ImportedInterfaces = Readonly<Record<string, Readonly<Record<string, ImportedFunction>>>>;

/** A function of the host, called with what a guest passed. */
export type ImportedFunction = (...args: never[]) => unknown;

/** A component instantiated once, until it ends. */
export interface Guest {
  /**
   * Instantiates it, and answers what it exports by the paths of calls: `"function"` or `"interface.function"`.
   *
   * @throws what the component threw as it was instantiated, or a {@link GuestEnd}.
   */
  start(): Promise<ReadonlyMap<string, GuestFunction>>;
  /** Whether it can be called no more. */
  readonly isEnded: boolean;
  /**
   * Ends it. Where that is possible at any instant, what it was doing rejects with the reason, and none of its work
   * reaches the host any more. Resolves when nothing of it is left.
   */
  end(reason: GuestEnd): Promise<void>;
}

/** Why a guest was ended from outside. */
export type GuestEndCode =
  /** It took longer than it may. */
  | "timed-out"
  /** Its instance was stopped. */
  | "stopped"
  /** What it ran in is gone, or did what no guest can make it do. */
  | "crashed";

/** The end of a guest that did not come from its own code. */
export class GuestEnd extends Error {
  override readonly name = "GuestEnd";
  readonly code: GuestEndCode;

  constructor(code: GuestEndCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
