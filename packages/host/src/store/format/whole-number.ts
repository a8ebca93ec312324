/** @throws RangeError if a number is not whole, or below 1 */
export function requireWholeNumber(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`"${name}" expected a whole number of at least 1, got ${value}`);
  }
}
