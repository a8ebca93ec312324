import type { KeyedEntry, KeyRange, Store } from "@airssys/host";
import { type Command, InvalidArgumentError } from "commander";
import type { Io } from "../terminal/io.ts";
import { requireWanted } from "./opening.ts";

/** Which keys of a namespace, and in which order. */
export interface RangeOptions extends KeyRange {
  readonly limit?: number;
  readonly reverse?: true;
}

/** Lets a command have a range of keys. */
export function addRangeOptions(command: Command): Command {
  return command
    .option("--prefix <text>", "only keys that begin with it")
    .option("--start <key>", "only keys from it on")
    .option("--end <key>", "only keys before it")
    .option("--limit <count>", "at most so many", wholeNumber)
    .option("--reverse", "from the last key to the first");
}

/** Reads a whole number from 1. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError("It is a whole number from 1.");
  return number;
}

/** Yields the entries of a range, page by page. Between two pages others have their turn. */
export async function* entriesOf(store: Store, options: RangeOptions, io: Io): AsyncGenerator<KeyedEntry> {
  const { prefix, start, end, limit = Number.POSITIVE_INFINITY, reverse = false } = options;
  const range = {
    ...(prefix !== undefined && { prefix }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  };
  let left = limit;
  for (let after: string | undefined; left > 0; ) {
    requireWanted(io);
    const page = await store.range(range, {
      reverse,
      limit: Math.min(left, PAGE_ENTRIES),
      ...(after !== undefined && { after }),
    });
    yield* page.entries;
    left -= page.entries.length;
    if (page.after === undefined) return;
    after = page.after;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const PAGE_ENTRIES = 500;
