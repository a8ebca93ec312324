import type { MatcherState, SyncMatcherResult } from "vitest";
import { type CallEnding, endingOf, toldEnding } from "./call-ending.ts";
import { printed, verdict } from "./verdict.ts";

/** See `CallMatchers` for what each of them is about. */
export const callMatchers = {
  async toBeRefused(this: MatcherState, call: unknown, ...payload: [expected?: unknown]): Promise<SyncMatcherResult> {
    const ending = await endingOf(call);
    const isAny = payload.length === 0;
    const pass = ending.type === "refused" && (isAny || isLike(this, ending.payload, payload[0]));
    return ofCall(this, pass, isAny ? "be refused" : `be refused with ${printed(this, payload[0])}`, ending);
  },

  async toTrap(this: MatcherState, call: unknown, text: string | RegExp = ""): Promise<SyncMatcherResult> {
    const ending = await endingOf(call);
    const pass = ending.type === "trapped" && [ending.message, ending.stderr].some((told) => isIn(told, text));
    return ofCall(this, pass, text === "" ? "trap" : `trap with ${printed(this, text)}`, ending);
  },

  async toFailAs(this: MatcherState, call: unknown, code: string): Promise<SyncMatcherResult> {
    const ending = await endingOf(call);
    return ofCall(this, ending.type === code, `fail as ${code}`, ending);
  },

  async toBeDenied(this: MatcherState, call: unknown, missingGrant?: string): Promise<SyncMatcherResult> {
    const ending = await endingOf(call);
    const to = missingGrant === undefined ? "be denied" : `be denied for lack of ${missingGrant}`;
    return ofCall(this, isDenied(ending, missingGrant), to, ending);
  },
};

/** A component passes the denial on, or traps because it has no error to pass it on with. */
function isDenied(ending: CallEnding, missingGrant: string | undefined): boolean {
  if (ending.type === "trapped") return [ending.message, ending.stderr].some((told) => tellsDenial(told, missingGrant));
  if (ending.type !== "refused") return false;
  const { tag, val } = (ending.payload ?? {}) as { readonly tag?: unknown; readonly val?: unknown };
  return tag === "permission-denied" && (missingGrant === undefined || val === missingGrant);
}

const DENIAL = "permission denied: the component lacks the grant ";

/** A grant goes to the end of its line: it may be the beginning of another one. */
function tellsDenial(told: string, missingGrant: string | undefined): boolean {
  if (missingGrant === undefined) return told.includes(DENIAL);
  return told.split("\n").some((line) => line.trimEnd().endsWith(DENIAL + missingGrant));
}

/** As `toMatchObject` compares: what is expected need not name everything. */
function isLike({ equals, customTesters, utils }: MatcherState, actual: unknown, expected: unknown): boolean {
  return equals(actual, expected, [...customTesters, utils.iterableEquality, utils.subsetEquality]);
}

function isIn(told: string, text: string | RegExp): boolean {
  return typeof text === "string"
    ? told.includes(text)
    : new RegExp(text.source, text.flags.replace(/[gy]/g, "")).test(told);
}

/**
 * What no call of a component ends as, such as a mistake in the function that makes it, matches nothing, negated or
 * not.
 */
function ofCall(state: MatcherState, isSo: boolean, to: string, ending: CallEnding): SyncMatcherResult {
  const pass = ending.type === "threw" ? state.isNot : isSo;
  const but = () => toldEnding(ending, (value) => printed(state, value));
  return verdict(state, pass, { of: "the call", to, but });
}
