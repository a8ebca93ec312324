import type { MatcherState, SyncMatcherResult } from "vitest";

/** The parts of a message such as `expected the call to trap, but ...`. */
export interface Expectation {
  readonly of: string;
  /** A verb phrase: `trap`. */
  readonly to: string;
  /** Describes what happened instead. */
  readonly but: () => string;
}

export function verdict(state: MatcherState, pass: boolean, { of, to, but }: Expectation): SyncMatcherResult {
  return { pass, message: () => `expected ${of} ${state.isNot ? "not " : ""}to ${to}, but ${but()}` };
}

/** Prints a value on one line. */
export function printed({ utils }: MatcherState, value: unknown): string {
  return utils.stringify(value, undefined, { min: true, printBasicPrototype: false });
}
