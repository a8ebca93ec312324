/** A value in a box of its own: it may be anything that JSON is. */
export interface Parsed {
  readonly value: unknown;
}

/**
 * The value that a text is as JSON, unless that would be less than what the text says: of members with the same name
 * one is left, and numbers may have more digits than a `number` has. White space and the order of members say nothing.
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

/** Whether a number is the one that is written there, and not the nearest that there is. */
function isExact(number: string): boolean {
  return decimal(number) === decimal(String(Number(number)));
}

/** Sign, digits and exponent of a number, the same however it is written. */
function decimal(number: string): string | undefined {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  if (sign === undefined) return undefined;
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return `${sign}0`;
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
