import type { Place } from "../place/place.ts";

/** Something that `check` found where it should not be, or did not find. */
export interface Finding {
  /** The stored key. */
  readonly key: string;
  /** What is wrong with it. */
  readonly problem: string;
  /** Whether `check` put it right. */
  readonly isRepaired: boolean;
}

/** What `check` does about what it finds. */
export interface CheckOptions {
  /** Puts right what can be put right without losing a value. Default: `false`. */
  readonly repair?: boolean | undefined;
}

const PAGE = 1_000;

/** Everything that begins with the prefix of a place, whatever it is. */
export function* everythingIn({
  byteStorage,
  prefix,
}: Place): Generator<[text: string, bytes: Uint8Array], void, undefined> {
  let cursor: string | undefined;
  do {
    const page = byteStorage.page({ prefix }, { limit: PAGE, cursor });
    for (const [key, bytes] of page.entries) yield [key.slice(prefix.length), bytes];
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/** What is wrong with the keys of a place, one finding for each key with a problem. */
export function findingsIn(
  place: Place,
  problemOf: (text: string, bytes: Uint8Array) => string | undefined,
  isRepaired = false,
): Finding[] {
  const findings: Finding[] = [];
  for (const [text, bytes] of everythingIn(place)) {
    const problem = problemOf(text, bytes);
    if (problem !== undefined) findings.push({ key: place.key(text), problem, isRepaired });
  }
  return findings;
}

/** The message of what `read` throws, or `undefined` if it throws nothing. */
export function problemOfReading(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error); // whatever a codec throws is what is wrong
  }
}
