import type { Operation } from "../contract/operation.ts";

/**
 * A failure of the host while it served a component. The component was told the reference and nothing else; of a failed
 * audit or telemetry not even that, because its answer is the same.
 */
export interface HostFailure {
  readonly reference: string;
  readonly componentId: string;
  readonly operation: Operation["type"] | "commit" | "audit" | "telemetry";
  readonly cause: unknown;
}

/** Where failures go. */
export type FailureLog = (failure: HostFailure) => void;

/** Writes failures to the console: what a host does unless it is given a log. */
export const consoleLog: FailureLog = ({ reference, componentId, operation, cause }) => {
  // biome-ignore lint/suspicious/noConsole: the documented default of a host without a log
  console.error(`airssys host: ${operation} of component ${componentId} failed (reference ${reference})`, cause);
};

/** A log that cannot fail those who use it: what it throws goes to the console, and so does what it was to log. */
export function steady(log: FailureLog): FailureLog {
  return (failure) => {
    try {
      log(failure);
    } catch (cause) {
      consoleLog({ ...failure, cause: new AggregateError([failure.cause, cause], "the log of the host failed too") });
    }
  };
}
