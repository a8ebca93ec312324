import type { AskedOperation, Harness, StoredEntry, StoredUsage } from "@airssys/testing";
import type { MatcherState, SyncMatcherResult } from "vitest";
import { readableValue } from "../stored/readable.ts";
import { printed, verdict } from "./verdict.ts";

/** Most lines of what was there instead. */
const LINES_MAX = 20;

/** See `HarnessMatchers` for what each of them is about. */
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
    const instead = () => (found === undefined ? keysOf(entries) : `it holds ${shown(this, found)}`);
    return verdict(this, pass, { of: id, to: `hold ${wanted}`, but: instead });
  },

  async toHaveUsage(
    this: MatcherState,
    received: unknown,
    id: string,
    usage: Partial<StoredUsage>,
  ): Promise<SyncMatcherResult> {
    const used = await requireHarness(received).usage(id);
    const pass = this.equals(used, usage, [this.utils.subsetEquality]);
    const but = () => `it uses ${printed(this, used)}`;
    return verdict(this, pass, { of: id, to: `use ${printed(this, usage)}`, but });
  },

  toHaveAsked(this: MatcherState, received: unknown, name: string, ...args: unknown[]): SyncMatcherResult {
    const { all } = requireHarness(received).operations;
    const pass = all.some((operation) => operation.function === name && isCalledWith(this, operation, args));
    const wanted = [name, ...args.map((arg) => printed(this, arg))].join(" ");
    const but = () => `they asked for ${askedOf(this, all)}`;
    return verdict(this, pass, { of: "the components", to: `ask for ${wanted}`, but });
  },
};

function requireHarness(received: unknown): Harness {
  if (typeof received === "object" && received !== null && "operations" in received) return received as Harness;
  throw new TypeError("expect() of this matcher takes a harness, as in: expect(harness)");
}

function isValue({ equals, customTesters }: MatcherState, { value }: StoredEntry, expected: unknown): boolean {
  const actual = expected instanceof Uint8Array ? value : readableValue(value);
  return equals(actual, expected, customTesters);
}

/** The first arguments are compared, as far as some are expected. */
function isCalledWith({ equals, customTesters }: MatcherState, { args }: AskedOperation, expected: unknown[]): boolean {
  return equals(args.slice(0, expected.length), expected, customTesters);
}

function keysOf(entries: readonly StoredEntry[]): string {
  if (entries.length === 0) return "it is empty";
  return `it holds only\n${lines(entries.map(({ key }) => key))}`;
}

function askedOf(state: MatcherState, operations: readonly AskedOperation[]): string {
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
