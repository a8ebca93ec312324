// What componentize-js puts in the place of `wasi:random` in a component that is built without it, and all that
// `crypto.getRandomValues` has there:
//
//     state = state + STEP
//     next  = state * (state ^ MASK)        in 64 bits, written least significant byte first
//
// It begins with the same state in every instance, so every instance draws the same bytes, and would use the same
// nonces.

const STEP = 0xa0761d6478bd642fn;
const MASK = 0xe7037ed1a0b428dbn;

/**
 * Whether 16 bytes are two successive numbers of that generator, in whatever state it was. Random bytes look so once in
 * 2^63 draws.
 */
export function isOfFrozenGenerator(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = view.getBigUint64(0, true);
  const second = view.getBigUint64(8, true);
  return statesOf(first).some((state) => numberOf(u64(state + STEP)) === second);
}

/**
 * The states that give a number. Bit 0 of the state is free; from there on each bit of the number has one bit of the
 * state to explain it.
 */
function statesOf(number: bigint): bigint[] {
  return [0n, 1n].map((lowest) => stateOf(number, lowest)).filter((state) => numberOf(state) === number);
}

function stateOf(number: bigint, lowest: bigint): bigint {
  let state = lowest;
  for (let bit = 1n; bit < 64n; bit++) state |= (numberOf(state) ^ number) & (1n << bit);
  return state;
}

function numberOf(state: bigint): bigint {
  return u64(state * (state ^ MASK));
}

function u64(number: bigint): bigint {
  return BigInt.asUintN(64, number);
}
