/**
 * A `u64` as a number, if there is one. Versions, ttls and counts that mean anything are far below 2^53, from where on
 * a number is no longer exact: what is above is rounded to something that is as far out of every range.
 */
export function numberIfAny(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
