import type { Operation } from "../contract/operation.ts";

/**
 * A failure of the host while it served a component. The component receives only the reference, in an `internal-error`.
 * A failed audit or telemetry does not change its answer, so there it receives nothing.
 */
export interface HostFailure {
  /** A random UUID that identifies the failure. */
  readonly reference: string;
  readonly componentId: string;
  readonly operation: Operation["type"] | "commit" | "audit" | "telemetry";
  readonly cause: unknown;
}

/** Receives the failures of a host. What it throws is written to the console, together with the failure. */
export type FailureLog = (failure: HostFailure) => void;

/** Writes failures to the console. The default log of a host. */
export const consoleLog: FailureLog = ({ reference, componentId, operation, cause }) => {
  // biome-ignore lint/suspicious/noConsole: the documented default of a host without a log
  console.error(`airssys host: ${operation} of component ${componentId} failed (reference ${reference})`, cause);
};

/** Wraps a log so that it never throws. If it throws, its error and the failure are written to the console. */
export function withConsoleFallback(log: FailureLog): FailureLog {
  return (failure) => {
    try {
      log(failure);
    } catch (cause) {
      consoleLog({ ...failure, cause: new AggregateError([failure.cause, cause], "the log of the host failed too") });
    }
  };
}
