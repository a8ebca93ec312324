import { StorageError } from "@airssys/protocol";

// Counters are decimal digits, as in the contract; of a sealed one the host cannot read them.

const S64_MAX = 0x7fff_ffff_ffff_ffffn;
const S64_MIN = -S64_MAX - 1n;
const COUNTER = /^(?:0|-?[1-9][0-9]{0,18})$/;

/** The counter with the delta added. Throws `invalid-argument`. */
export function counterAfter(counter: Uint8Array | undefined, delta: bigint): Uint8Array {
  if (typeof delta !== "bigint") throw new TypeError(`"delta" expected a bigint, got ${typeof delta}`);
  const sum = (counter === undefined ? 0n : counterOf(counter)) + delta;
  if (isOf64Bits(sum)) return Uint8Array.from(String(sum), (digit) => digit.charCodeAt(0));
  throw invalidArgument("the counter would not fit into 64 bits");
}

/** The number of a counter. Throws `invalid-argument` for bytes that are none. */
export function counterOf(counter: Uint8Array): bigint {
  const digits = String.fromCharCode(...counter.subarray(0, COUNTER_CHARACTERS_MAX + 1));
  if (COUNTER.test(digits) && isOf64Bits(BigInt(digits))) return BigInt(digits);
  throw invalidArgument("the value is no counter");
}

const COUNTER_CHARACTERS_MAX = 20;

function isOf64Bits(number: bigint): boolean {
  return number >= S64_MIN && number <= S64_MAX;
}

function invalidArgument(val: string): StorageError {
  return new StorageError({ tag: "invalid-argument", val });
}
