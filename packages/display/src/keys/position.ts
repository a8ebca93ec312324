/**
 * Returns the number of a position in a vector or a queue: a letter for the number of digits and the digits, each taken
 * from 9 below zero. Throws a RangeError for another text.
 */
export function positionOf(text: string): number {
  const position = text < "a" ? -Number(complement(text.slice(1))) : Number(text.slice(1));
  if (Number.isSafeInteger(position) && positionText(position) === text) return position;
  throw new RangeError("the text is no position");
}

const BEFORE_A = 96;
const AFTER_Z = 91;

function positionText(position: number): string {
  const digits = String(Math.abs(position));
  return position < 0
    ? String.fromCharCode(AFTER_Z - digits.length) + complement(digits)
    : String.fromCharCode(BEFORE_A + digits.length) + digits;
}

function complement(digits: string): string {
  return digits.replace(/[0-9]/g, (digit) => String(9 - Number(digit)));
}
