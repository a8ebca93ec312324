import type { GuestFunction } from "../call/guest-function.ts";
import type { GuestEnd } from "../errors/guest-end.ts";
import type { ImportedInterfaces } from "../imports/imported-interfaces.ts";
import type { Sink } from "../imports/wasi/streams.ts";
import type { BucketNames } from "../imports/wasi-keyvalue/bucket-names.ts";

/** Everything that a guest can reach: imports, output, clock and buckets. */
export interface GuestEnvironment {
  /** Functions of the host, by interface. Each returns its answer, or throws to end the guest. */
  readonly imports: ImportedInterfaces;
  /** Receives the bytes of standard output. */
  readonly stdout: Sink;
  /** Receives the bytes of standard error. */
  readonly stderr: Sink;
  /** Returns the time for the guest, in milliseconds since 1970 UTC. `undefined`: the time of the machine. */
  readonly clock: (() => number) | undefined;
  /** Namespaces for identifiers of `wasi:keyvalue` that the host maps. `undefined`: none. */
  readonly buckets?: BucketNames | undefined;
}

/** One instance of a component, until it ends. */
export interface Guest {
  /**
   * Instantiates the component. Returns its exports by path: `"function"` or `"interface.function"`.
   *
   * @throws whatever the component threw while it was instantiated, or a {@link GuestEnd}
   */
  start(): Promise<ReadonlyMap<string, GuestFunction>>;
  /** True if it has ended and can no longer be called. */
  readonly isEnded: boolean;
  /**
   * Ends the guest. If the isolation can interrupt it, its current work rejects with the reason, and nothing that it
   * does reaches the host any more. Resolves when nothing of it is left.
   */
  end(reason: GuestEnd): Promise<void>;
}
