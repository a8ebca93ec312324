import type { ByteStorage } from "@airssys/storage";
import type { Place } from "../place/place.ts";

/** Something that `check` found where it should not be, or did not find. */
export interface Finding {
  /** The stored key. */
  readonly key: string;
  /** The fault, in words. */
  readonly problem: string;
  /** Whether `check` put it right. */
  readonly isRepaired: boolean;
}

/** Options of `check`. */
export interface CheckOptions {
  /** Puts right what can be put right without losing a value. Default: `false`. */
  readonly repair?: boolean | undefined;
}

const PAGE = 1_000;

/** Walks everything that begins with the prefix of a place, whatever it is. */
export function* everythingIn({ byteStorage, prefix }: Place): Generator<Entry, void, undefined> {
  for (const [key, bytes] of entriesUnder(byteStorage, prefix)) yield [key.slice(prefix.length), bytes];
}

/**
 * Does the same for a check of a collection. Where it has a name of its own, it walks everything with that name, and
 * adds a finding for each key of something else.
 */
export function* everythingToCheck(place: Place, findings: Finding[]): Generator<Entry, void, undefined> {
  const { byteStorage, prefix } = place;
  for (const [key, bytes] of entriesUnder(byteStorage, place.namePrefix)) {
    if (key.startsWith(prefix)) yield [key.slice(prefix.length), bytes];
    else findings.push({ key, problem: "it belongs to something else with the same name", isRepaired: false });
  }
}

type Entry = [text: string, bytes: Uint8Array];

function* entriesUnder(
  byteStorage: ByteStorage,
  prefix: string,
): Generator<readonly [string, Uint8Array], void, undefined> {
  let cursor: string | undefined;
  do {
    const page = byteStorage.page({ prefix }, { limit: PAGE }, cursor);
    yield* page.entries;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/** Returns a finding for each key of a place with a problem. */
export function findingsIn(
  place: Place,
  problemOf: (text: string, bytes: Uint8Array) => string | undefined,
  isRepaired = false,
): Finding[] {
  const findings: Finding[] = [];
  for (const [text, bytes] of everythingToCheck(place, findings)) {
    const problem = problemOf(text, bytes);
    if (problem !== undefined) findings.push({ key: place.key(text), problem, isRepaired });
  }
  return findings;
}

/** Returns the message of what `read` throws, or `undefined` if it throws nothing. */
export function problemOfReading(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error); // whatever a codec throws is what is wrong
  }
}
