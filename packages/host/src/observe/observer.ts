import type { Operation } from "../contract/operation.ts";
import type { Outcome, OutcomeCode } from "../operations/outcome.ts";
import type { FailureLog } from "./host-log.ts";
import type { SoftLimitCrossing } from "./soft-limit.ts";

/** What one component does, told in the order in which it happens: when it is decided, and before it is answered. */
export type Observation =
  /** With `isPending` the writes of the call wait for its commit. */
  | { readonly type: "call-began"; readonly isPending: boolean }
  | { readonly type: "operation"; readonly operation: Operation; readonly outcome: Outcome; readonly seconds: Seconds }
  /** The export has returned. */
  | { readonly type: "commit-began" }
  | {
      readonly type: "call-ended";
      readonly ending: CallEnding;
      readonly outcome: OutcomeCode;
      /** How long the ending took, not the call. */
      readonly seconds: Seconds;
    }
  | { readonly type: "soft-limit"; readonly crossing: SoftLimitCrossing };

/** How long something took; `undefined` if no observer wants to know. */
type Seconds = number | undefined;

/** How the transaction of a call ended. */
export type CallEnding = "commit" | "rollback";

/** Watches one component. It cannot change an answer; what it throws goes to the host's log. */
export interface Observer {
  readonly name: "audit" | "telemetry";
  /** Whether it wants to know how long things take. To read a clock costs more than anything else here. */
  readonly isTimed: boolean;
  observe(observation: Observation): void;
}

/** Tells whoever watches. Never throws. */
export interface Reporter {
  readonly isTimed: boolean;
  tell(observation: Observation): void;
}

/** Tells all observers of a component; `undefined` if there are none, so that nothing is done for nobody. */
export function reportTo(observers: readonly Observer[], componentId: string, log: FailureLog): Reporter | undefined {
  if (observers.length === 0) return undefined;
  return {
    isTimed: observers.some(({ isTimed }) => isTimed),
    tell(observation) {
      for (const observer of observers) {
        try {
          observer.observe(observation);
        } catch (cause) {
          log({ reference: crypto.randomUUID(), componentId, operation: observer.name, cause });
        }
      }
    },
  };
}
