/**
 * A number of 64 bits as the engine of the components takes it: it has numbers alone where the types of the contract
 * have bigints.
 */
export function whole(number: number): bigint {
  return number as unknown as bigint;
}
