import type { MatcherState, SyncMatcherResult } from "vitest";
import { awaitEnding, type CallEnding, describeEnding } from "./call-ending.ts";
import { printed, verdict } from "./verdict.ts";

/** The implementation of `CallMatchers`. */
export const callMatchers = {
  async toBeRefused(this: MatcherState, call: unknown, ...payload: [expected?: unknown]): Promise<SyncMatcherResult> {
    const ending = await awaitEnding(call);
    const isAny = payload.length === 0;
    const pass = ending.type === "refused" && (isAny || isLike(this, ending.payload, payload[0]));
    return ofCall(this, pass, isAny ? "be refused" : `be refused with ${printed(this, payload[0])}`, ending);
  },

  async toTrap(this: MatcherState, call: unknown, text: string | RegExp = ""): Promise<SyncMatcherResult> {
    const ending = await awaitEnding(call);
    const pass = ending.type === "trapped" && [ending.message, ending.stderr].some((told) => isIn(told, text));
    return ofCall(this, pass, text === "" ? "trap" : `trap with ${printed(this, text)}`, ending);
  },

  async toFailAs(this: MatcherState, call: unknown, code: string): Promise<SyncMatcherResult> {
    const ending = await awaitEnding(call);
    return ofCall(this, ending.type === code, `fail as ${code}`, ending);
  },

  async toBeDenied(this: MatcherState, call: unknown, missingGrant?: string): Promise<SyncMatcherResult> {
    const ending = await awaitEnding(call);
    const to = missingGrant === undefined ? "be denied" : `be denied for lack of ${missingGrant}`;
    return ofCall(this, isDenied(ending, missingGrant), to, ending);
  },
};

/** A denied component returns the error, or traps if its export has no error to return. */
function isDenied(ending: CallEnding, missingGrant: string | undefined): boolean {
  if (ending.type === "trapped") return [ending.message, ending.stderr].some((told) => tellsDenial(told, missingGrant));
  if (ending.type !== "refused") return false;
  const { tag, val } = (ending.payload ?? {}) as { readonly tag?: unknown; readonly val?: unknown };
  return tag === "permission-denied" && (missingGrant === undefined || val === missingGrant);
}

const DENIAL = "permission denied: the component lacks the grant ";

/** Compares to the end of the line, since one grant may be the beginning of another. */
function tellsDenial(told: string, missingGrant: string | undefined): boolean {
  if (missingGrant === undefined) return told.includes(DENIAL);
  return told.split("\n").some((line) => line.trimEnd().endsWith(DENIAL + missingGrant));
}

/** Compares like `toMatchObject`: the expected value may leave members out. */
function isLike({ equals, customTesters, utils }: MatcherState, actual: unknown, expected: unknown): boolean {
  return equals(actual, expected, [...customTesters, utils.iterableEquality, utils.subsetEquality]);
}

function isIn(told: string, text: string | RegExp): boolean {
  return typeof text === "string"
    ? told.includes(text)
    : new RegExp(text.source, text.flags.replace(/[gy]/g, "")).test(told);
}

/** Builds the result of a matcher. An error that no call throws, such as a mistake in the function, fails both ways. */
function ofCall(state: MatcherState, isSo: boolean, to: string, ending: CallEnding): SyncMatcherResult {
  const pass = ending.type === "threw" ? state.isNot : isSo;
  const but = () => describeEnding(ending, (value) => printed(state, value));
  return verdict(state, pass, { of: "the call", to, but });
}
