import type { MatcherState, SyncMatcherResult } from "vitest";
import type { Harness, StoredUsage } from "../harness/harness.ts";
import { CONTRACT_FUNCTIONS } from "../observe/contract-functions.ts";
import type { AskedOperation } from "../observe/operation-log.ts";
import { readableValue } from "../stored/readable.ts";
import type { StoredEntry } from "../stored/stored-entry.ts";
import { printed, verdict } from "./verdict.ts";

/** Maximum number of lines in a message. */
const LINES_MAX = 20;

/** The implementation of `HarnessMatchers`. */
export const harnessMatchers = {
  async toHaveEntry(
    this: MatcherState,
    received: unknown,
    id: string,
    key: string,
    ...value: [expected?: unknown]
  ): Promise<SyncMatcherResult> {
    const entries = await requireHarness(received).entries(id);
    const found = entries.find((entry) => entry.key === key);
    const isAny = value.length === 0;
    const pass = found !== undefined && (isAny || isValue(this, found, value[0]));
    const wanted = `${key}${isAny ? "" : ` with ${printed(this, value[0])}`}`;
    const instead = () => (found === undefined ? listKeys(entries) : `it holds ${shown(this, found)}`);
    return verdict(this, pass, { of: id, to: `hold ${wanted}`, but: instead });
  },

  async toHaveUsage(
    this: MatcherState,
    received: unknown,
    id: string,
    usage: Partial<StoredUsage>,
  ): Promise<SyncMatcherResult> {
    const harness = requireHarness(received);
    requireUsage(usage);
    const used = await harness.usage(id);
    const pass = this.equals(used, usage, [this.utils.subsetEquality]);
    const but = () => `it uses ${printed(this, used)}`;
    return verdict(this, pass, { of: id, to: `use ${printed(this, usage)}`, but });
  },

  toHaveAsked(this: MatcherState, received: unknown, name: string, ...args: unknown[]): SyncMatcherResult {
    const { all } = requireHarness(received).operations;
    requireFunction(name);
    const pass = all.some((operation) => operation.function === name && isCalledWith(this, operation, args));
    const wanted = [name, ...args.map((arg) => printed(this, arg))].join(" ");
    const but = () => `they asked for ${listAsked(this, all)}`;
    return verdict(this, pass, { of: "the components", to: `ask for ${wanted}`, but });
  },
};

function requireHarness(received: unknown): Harness {
  if (typeof received === "object" && received !== null && "operations" in received) return received as Harness;
  throw new TypeError("expect() of this matcher takes a harness, as in: expect(harness)");
}

const USAGE = ["usedBytes", "keyCount"] satisfies (keyof StoredUsage)[];

/** Refuses unknown members: with a mistyped name, a negated matcher would always pass. */
function requireUsage(usage: unknown): void {
  const names = typeof usage === "object" && usage !== null ? Object.keys(usage) : [];
  const unknown = names.find((name) => !(USAGE as readonly string[]).includes(name));
  if (unknown === undefined && names.length > 0) return;
  const got = unknown === undefined ? "neither" : JSON.stringify(unknown);
  throw new TypeError(`toHaveUsage expected an object with ${USAGE.join(" or ")} or both, got ${got}`);
}

function requireFunction(name: string): void {
  if (CONTRACT_FUNCTIONS.includes(name)) return;
  const known = CONTRACT_FUNCTIONS.join(", ");
  throw new TypeError(`toHaveAsked expected the name of a function of the contract, got ${name}; there are ${known}`);
}

function isValue({ equals, customTesters }: MatcherState, { value }: StoredEntry, expected: unknown): boolean {
  const actual = expected instanceof Uint8Array ? value : readableValue(value);
  return equals(actual, expected, customTesters);
}

/** Compares as many leading arguments as are expected. */
function isCalledWith({ equals, customTesters }: MatcherState, { args }: AskedOperation, expected: unknown[]): boolean {
  return equals(args.slice(0, expected.length), expected, customTesters);
}

function listKeys(entries: readonly StoredEntry[]): string {
  if (entries.length === 0) return "it is empty";
  return `it holds only\n${lines(entries.map(({ key }) => key))}`;
}

function listAsked(state: MatcherState, operations: readonly AskedOperation[]): string {
  if (operations.length === 0) return "nothing";
  const asked = operations.map((each) => [each.function, ...each.args.map((arg) => printed(state, arg))].join(" "));
  return `\n${lines(asked)}`;
}

function shown(state: MatcherState, { value }: StoredEntry): string {
  return printed(state, readableValue(value));
}

function lines(texts: readonly string[]): string {
  const left = texts.length - LINES_MAX;
  return [...texts.slice(0, LINES_MAX), ...(left > 0 ? [`... and ${left} more`] : [])]
    .map((text) => `  ${text}`)
    .join("\n");
}
