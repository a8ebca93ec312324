/*
 * The position of an element in a vector or a queue, as text that sorts like the number:
 *
 *   from 0     a letter for the number of digits, `a` for one, and the decimal digits: a0 ... a9, b10 ... b99, c100
 *   below 0    a letter for the number of digits, `Z` for one, `Y` for two, and the digits of the number without its
 *              sign, each taken from 9: Y89 (-10), Z0 (-9) ... Z8 (-1)
 *
 * Changing it breaks every vector and queue that exists.
 */
import { StorageError } from "@airssys/protocol";

const LETTER_A = 97;
const LETTER_Z = 90;

/** The text of a whole number. */
export function positionText(position: number): string {
  const digits = String(Math.abs(position));
  return position < 0
    ? String.fromCharCode(LETTER_Z + 1 - digits.length) + complement(digits)
    : String.fromCharCode(LETTER_A - 1 + digits.length) + digits;
}

/** The number of a text. Throws `invalid-key` for what `positionText` never answers. */
export function positionOf(text: string): number {
  const digits = text.slice(1);
  const position = text < "a" ? -Number(complement(digits)) : Number(digits);
  if (Number.isSafeInteger(position) && positionText(position) === text) return position;
  throw new StorageError({ tag: "invalid-key", val: `${JSON.stringify(text)} is no position` });
}

function complement(digits: string): string {
  return digits.replace(/[0-9]/g, (digit) => String(9 - Number(digit)));
}
