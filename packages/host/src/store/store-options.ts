import type { Backend, Mode } from "@airssys/backend";
import type { Limits } from "@airssys/protocol";
import type { Clock } from "../time/clock.ts";

/** Options of a store. */
export interface StoreOptions<M extends Mode = Mode> {
  /** Where the data is. It is used alone, and left to be closed by who opened it. */
  readonly backend: Backend<M>;
  /** Limits that differ from `DEFAULT_LIMITS` of `@airssys/protocol`. */
  readonly limits?: Partial<Limits>;
  /** The time of the day. Default: the system's. */
  readonly clock?: Clock;
}
