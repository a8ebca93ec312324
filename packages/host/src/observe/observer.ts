import type { Operation } from "../contract/operation.ts";
import type { Outcome, OutcomeCode } from "../operations/outcome.ts";
import type { FailureLog } from "./host-log.ts";
import type { SoftLimitCrossing } from "./soft-limit.ts";

/** An event in the life of one component. Observers receive events in order, each before the component is answered. */
export type Observation =
  /** `isPending`: the writes of the call take effect only with its commit. */
  | { readonly type: "call-began"; readonly isPending: boolean }
  | { readonly type: "operation"; readonly operation: Operation; readonly outcome: Outcome; readonly seconds: Seconds }
  /** The export has returned, and its commit begins. */
  | { readonly type: "commit-began" }
  | {
      readonly type: "call-ended";
      readonly ending: CallEnding;
      readonly outcome: OutcomeCode;
      /** Duration of the commit or rollback, not of the call. */
      readonly seconds: Seconds;
    }
  | { readonly type: "soft-limit"; readonly crossing: SoftLimitCrossing };

/** A duration; `undefined` if no observer is timed. */
type Seconds = number | undefined;

/** How the transaction of a call ended. */
export type CallEnding = "commit" | "rollback";

/** Observes one component. It cannot change an answer; what it throws goes to the host's log. */
export interface Observer {
  readonly name: "audit" | "telemetry";
  /** Whether it needs durations. Reading the clock is the largest cost of observing. */
  readonly isTimed: boolean;
  observe(observation: Observation): void;
}

/** Passes events to the observers of a component. Never throws. */
export interface Reporter {
  /** Whether any observer needs durations. */
  readonly isTimed: boolean;
  report(observation: Observation): void;
}

/** Creates the reporter of a component. Returns `undefined` without observers, so that events are not even created. */
export function createReporter(
  observers: readonly Observer[],
  componentId: string,
  log: FailureLog,
): Reporter | undefined {
  if (observers.length === 0) return undefined;
  return {
    isTimed: observers.some(({ isTimed }) => isTimed),
    report(observation) {
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
