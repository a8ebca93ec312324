import type { Operation } from "./operation.ts";

/** A failure of the host while it served a component. The component was told the reference and nothing else. */
export interface HostFailure {
  readonly reference: string;
  readonly componentId: string;
  readonly operation: Operation["type"] | "commit";
  readonly cause: unknown;
}

/** Where failures go. */
export type FailureLog = (failure: HostFailure) => void;

/** Writes failures to the console: what a host does unless it is given a log. */
export const consoleLog: FailureLog = ({ reference, componentId, operation, cause }) => {
  // biome-ignore lint/suspicious/noConsole: the documented default of a host without a log
  console.error(`airssys host: ${operation} of component ${componentId} failed (reference ${reference})`, cause);
};
