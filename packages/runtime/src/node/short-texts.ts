/**
 * Longest string that an import can use, in characters: no key, prefix, cursor or namespace name is longer, whatever
 * limits a host has. Only the lines of an import are.
 */
const TEXT_CHARACTERS_MAX = 65_536;

/**
 * Longest lines that an import can use, in characters, whatever limits a host has: they hold values as long as a call
 * may write.
 */
const LINES_CHARACTERS_MAX = 536_870_912;

const TAKES_LINES = "storageImport";

/**
 * Cuts strings that are longer than any host accepts. One character more than the limit is left, so that the host
 * refuses the string as usual without receiving all of it.
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
