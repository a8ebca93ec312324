import { invalidArgument } from "../errors/invalid-argument.ts";

// Numbers on their way to the host. The bindings cut off without a word what does not fit into the 32 or 64 bits of the
// contract, so that
// -1 would become the greatest number there is: what does not fit is refused here.

const U64_MAX = 0xffff_ffff_ffff_ffffn;
const S64_MAX = 0x7fff_ffff_ffff_ffffn;
const S64_MIN = -S64_MAX - 1n;

/** A ttl as the contract takes it. Whether the instant is near enough is for the host to say. */
export function checkedTtl(seconds: number): bigint {
  if (typeof seconds !== "number") throw new TypeError(`"ttlSeconds" expected a number, got ${typeof seconds}`);
  if (Number.isSafeInteger(seconds) && seconds >= 1) return BigInt(seconds);
  throw invalidArgument(`a ttl is a whole number of seconds from 1, got ${seconds}`);
}

/** The most items of an answer. */
export function checkedLimit(limit: number): number {
  if (typeof limit !== "number") throw new TypeError(`"limit" expected a number, got ${typeof limit}`);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1_000) return limit;
  throw invalidArgument(`a limit is a whole number from 1 to 1000, got ${limit}`);
}

/** What is added to a counter. */
export function checkedDelta(delta: bigint): bigint {
  if (typeof delta !== "bigint") throw new TypeError(`"delta" expected a bigint, got ${typeof delta}`);
  if (delta >= S64_MIN && delta <= S64_MAX) return delta;
  throw invalidArgument("a counter has 64 bits, and so has what is added to it");
}

/** The version of a key. */
export function checkedVersion(version: bigint): bigint {
  if (typeof version !== "bigint") throw new TypeError(`"version" expected a bigint, got ${typeof version}`);
  if (version >= 0n && version <= U64_MAX) return version;
  throw invalidArgument("a version is a number of 64 bits, from 0");
}

/** How many of something. */
export function checkedCount(limit: number): number {
  if (typeof limit !== "number") throw new TypeError(`"limit" expected a number, got ${typeof limit}`);
  if (Number.isSafeInteger(limit) && limit >= 0) return limit;
  throw invalidArgument(`a limit is a whole number from 0, got ${limit}`);
}
