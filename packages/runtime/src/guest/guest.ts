import type { GuestFunction } from "../call/guest-function.ts";
import type { GuestEnd } from "../errors/guest-end.ts";
import type { ImportedInterfaces } from "../imports/imported-interfaces.ts";
import type { Sink } from "../imports/wasi/streams.ts";
import type { BucketNames } from "../imports/wasi-keyvalue/bucket-names.ts";

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
