/**
 * Converts a number to a 64-bit argument. The engine of the components takes numbers where the types of the contract
 * say bigint.
 */
export function whole(number: number): bigint {
  return number as unknown as bigint;
}
