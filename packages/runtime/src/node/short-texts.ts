/**
 * Longest text that an import can use, in characters: no key, prefix, cursor or name of a namespace is longer, whatever
 * limits a host has. The lines of an import alone are.
 */
const TEXT_CHARACTERS_MAX = 65_536;

/**
 * Longest text of lines that an import can use, whatever the limits of the host: values in it are as long as a call may
 * write.
 */
const LINES_CHARACTERS_MAX = 536_870_912;

const TAKES_LINES = "storageImport";

/**
 * Arguments of an import with no text that is much longer than its host can use: one more character than any limit is
 * left, so that it is refused there in the same words, and the rest is not copied to the host.
 *
 * @param name of the imported function.
 */
export function withShortTexts(name: string, args: readonly unknown[]): readonly unknown[] {
  const charactersMax = name === TAKES_LINES ? LINES_CHARACTERS_MAX : TEXT_CHARACTERS_MAX;
  return args.some(mayHoldText) ? args.map((arg) => shorten(arg, charactersMax)) : args;
}

function shorten(value: unknown, charactersMax: number): unknown {
  if (typeof value === "string") return value.length > charactersMax ? value.slice(0, charactersMax + 1) : value;
  if (!mayHoldText(value)) return value;
  if (Array.isArray(value)) return value.map((each) => shorten(each, charactersMax));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, each]) => [name, shorten(each, charactersMax)]),
  );
}

function mayHoldText(value: unknown): boolean {
  return typeof value === "string" || (typeof value === "object" && value !== null && !ArrayBuffer.isView(value));
}
