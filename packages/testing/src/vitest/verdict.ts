import type { MatcherState, SyncMatcherResult } from "vitest";

/** What is expected, in the words of a message: `expected the call to trap, but ...`. */
export interface Expectation {
  readonly of: string;
  /** A verb and what belongs to it. */
  readonly to: string;
  /** What is the case, whether that was expected or not. */
  readonly but: () => string;
}

export function verdict(state: MatcherState, pass: boolean, { of, to, but }: Expectation): SyncMatcherResult {
  return { pass, message: () => `expected ${of} ${state.isNot ? "not " : ""}to ${to}, but ${but()}` };
}

/** A value on one line. */
export function printed({ utils }: MatcherState, value: unknown): string {
  return utils.stringify(value, undefined, { min: true, printBasicPrototype: false });
}
