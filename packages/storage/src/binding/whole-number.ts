// Numbers of 64 bits. The bindings of componentize-js give bigints and take bigints and numbers; those of
// componentize-qjs give and take numbers alone, which are exact up to 2 ** 53. A component of the first sees no
// difference; one of the second is never given a number that is a little wrong.

/** Converts a number from the bindings to a bigint. */
export function ownBigint(given: bigint | number): bigint {
  if (typeof given === "bigint" || Number.isSafeInteger(given)) return BigInt(given);
  throw new RangeError("a number of the host beyond 2 ** 53, which this engine does not know exactly");
}

/** The same where there may be none, which some bindings tell as `null`. */
export function ownBigintIfAny(given: bigint | number | null | undefined): bigint | undefined {
  return given === null || given === undefined ? undefined : ownBigint(given);
}

/**
 * What all bindings take for a number of 64 bits: a number where that is exact. The types of the contract know nothing
 * but bigints.
 */
export function forBindings(number: bigint): bigint {
  const short = Number(number);
  return Number.isSafeInteger(short) ? (short as unknown as bigint) : number;
}
