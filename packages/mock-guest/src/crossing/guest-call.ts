/**
 * A call of an export: the work, and handlers for its value and its error. An error that a handler throws is a trap.
 */
export interface GuestCall {
  readonly work: () => unknown;
  readonly finish: (value: unknown) => unknown;
  readonly rescue: (error: unknown) => unknown;
}
