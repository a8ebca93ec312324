import fc from "fast-check";
import type { KeyRange } from "../../src/index.ts";
import type { Change, ExpiryStep } from "./change.ts";

/** What can happen inside of a transaction. Rollbacks and checks name what is there by counting round. */
export type TransactionStep =
  | Change
  | { readonly type: "savepoint" }
  | { readonly type: "rollback"; readonly to: number }
  | { readonly type: "check"; readonly key: string; readonly wants: "its version" | "absence" | "another version" }
  | { readonly type: "advance"; readonly byMs: number };

/** How a transaction ends: its work returns or throws, or another handle commits before it does. */
type Ending = "returns" | "throws" | "is overtaken";

export type Command =
  | Change
  | { readonly type: "advance"; readonly byMs: number }
  | { readonly type: "sweep"; readonly countMax: number }
  | { readonly type: "reopen" }
  | { readonly type: "transaction"; readonly steps: readonly TransactionStep[]; readonly ending: Ending };

/** What to look at after a command: all keys, and a range in pages. */
export interface Look {
  readonly range: KeyRange;
  readonly limit: number;
}

/** Keys that begin each other, and whose order differs between UTF-8 and UTF-16. */
export const KEYS = ["a", "a/", "ab", "abc", "b", "é", "\u{fffd}", "\u{1f600}"] as const;

const key = fc.constantFrom(...KEYS);

const range: fc.Arbitrary<KeyRange> = fc.record(
  { prefix: fc.constantFrom("", "a", "ab", "\u{1f600}", "x"), start: key, end: key, last: key },
  { requiredKeys: [] },
);

/** What a store lets anyone empty: with a bound at least. */
const boundedRange = range.filter((drawn) => Object.keys(drawn).length > 0);

const expiry: fc.Arbitrary<ExpiryStep> = fc.oneof(
  { weight: 3, arbitrary: fc.constant("never" as const) },
  { weight: 2, arbitrary: fc.record({ ttlSeconds: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ inMs: fc.integer({ min: -1_000, max: 5_000 }) }) },
);

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant("set" as const), key, length: fc.nat(40), expiry }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("delete" as const), key }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("set-expiry" as const), key, expiry }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("delete-range" as const), range: boundedRange }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("clear" as const) }) },
);

const advance = fc.record({ type: fc.constant("advance" as const), byMs: fc.integer({ min: 1, max: 3_000 }) });

const transactionStep: fc.Arbitrary<TransactionStep> = fc.oneof(
  { weight: 8, arbitrary: change },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("savepoint" as const) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("rollback" as const), to: fc.nat(9) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("check" as const),
      key,
      wants: fc.constantFrom("its version" as const, "absence" as const, "another version" as const),
    }),
  },
  { weight: 1, arbitrary: advance },
);

const transaction = fc.record({
  type: fc.constant("transaction" as const),
  steps: fc.array(transactionStep, { maxLength: 12 }),
  ending: fc.oneof(
    { weight: 4, arbitrary: fc.constant("returns" as const) },
    { weight: 1, arbitrary: fc.constantFrom("throws" as const, "is overtaken" as const) },
  ),
});

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: change },
  { weight: 3, arbitrary: advance },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("sweep" as const), countMax: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("reopen" as const) }) },
  { weight: 4, arbitrary: transaction },
);

/** Any sequence of commands, each with what to look at afterwards. */
export const sequences = fc.array(
  fc.record({ command, look: fc.record({ range, limit: fc.integer({ min: 1, max: 9 }) }) }),
  { maxLength: 25 },
);
