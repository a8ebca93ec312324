/**
 * Converts an optional `u64` to a number. From 2^53 on the number is rounded. That is harmless: valid versions, TTLs
 * and counts are far smaller, and a rounded one is out of range as well.
 */
export function numberIfAny(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
