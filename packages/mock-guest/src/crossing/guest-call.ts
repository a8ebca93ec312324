/** A call of an export: what is done, and what becomes of its end. What is thrown traps. */
export interface GuestCall {
  readonly work: () => unknown;
  readonly finish: (value: unknown) => unknown;
  readonly rescue: (error: unknown) => unknown;
}
