/** A parsed value, wrapped so that `undefined` can mean that there is none. */
export interface Parsed {
  readonly value: unknown;
}

/**
 * Parses JSON unless the value would lose something: duplicate members, or digits that a `number` cannot hold. White
 * space and the order of members may differ. Returns `undefined` for any other text.
 */
export function faithfulJson(text: string): Parsed | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const bare = withoutStrings(text);
    const isWhole = memberCount(bare) === memberCount(withoutStrings(JSON.stringify(value)));
    return isWhole && numbersIn(bare).every(isExact) ? { value } : undefined;
  } catch {
    return undefined; // no JSON, or nested so deep that nobody can read it
  }
}

function withoutStrings(json: string): string {
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '""');
}

function memberCount(bare: string): number {
  return bare.split(":").length - 1;
}

function numbersIn(bare: string): readonly string[] {
  return bare.match(/-?\d[\d.eE+-]*/g) ?? [];
}

/** Returns whether a `number` holds exactly the digits that are written. */
function isExact(number: string): boolean {
  return decimal(number) === decimal(String(Number(number)));
}

/** Normalizes a number to its sign, digits and exponent. */
function decimal(number: string): string | undefined {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  if (sign === undefined) return undefined;
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return `${sign}0`;
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
