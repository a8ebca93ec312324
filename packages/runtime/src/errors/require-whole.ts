/**
 * Checks an option that must be a whole number.
 *
 * @param name of the option, for the message.
 * @throws RangeError unless `least <= value <= most`
 */
export function requireWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`"${name}" must be a whole number from ${least} to ${most}, got ${value}`);
}
