import { invalidArgument } from "../errors/invalid-argument.ts";

// Checks of numbers on their way to the host. Bindings cut a number off without an error where it does not fit into the
// 32 or 64 bits of the contract, so -1 would become the largest number.

const U64_MAX = 0xffff_ffff_ffff_ffffn;
const S64_MAX = 0x7fff_ffff_ffff_ffffn;
const S64_MIN = -S64_MAX - 1n;

/** Returns a ttl as the contract takes it. The host checks that the instant is not too far in the future. */
export function requireTtl(seconds: number): bigint {
  if (typeof seconds !== "number") throw new TypeError(`"ttlSeconds" expected a number, got ${typeof seconds}`);
  if (Number.isSafeInteger(seconds) && seconds >= 1) return BigInt(seconds);
  throw invalidArgument(`a ttl is a whole number of seconds from 1, got ${seconds}`);
}

/** Throws for a limit that no page can have. */
export function requirePageLimit(limit: number): void {
  if (typeof limit !== "number") throw new TypeError(`"limit" expected a number, got ${typeof limit}`);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1_000) return;
  throw invalidArgument(`a limit is a whole number from 1 to 1000, got ${limit}`);
}

/** Throws for a number that cannot be added to a counter. */
export function requireDelta(delta: bigint): void {
  if (typeof delta !== "bigint") throw new TypeError(`"delta" expected a bigint, got ${typeof delta}`);
  if (delta >= S64_MIN && delta <= S64_MAX) return;
  throw invalidArgument("a counter has 64 bits, and so has what is added to it");
}

/** Throws for what can be no version of a key. */
export function requireVersion(version: bigint): void {
  if (typeof version !== "bigint") throw new TypeError(`"version" expected a bigint, got ${typeof version}`);
  if (version >= 0n && version <= U64_MAX) return;
  throw invalidArgument("a version is a number of 64 bits, from 0");
}

/** Throws for a limit that no walk can have. */
export function requireWalkLimit(limit: number): void {
  if (typeof limit !== "number") throw new TypeError(`"limit" expected a number, got ${typeof limit}`);
  if (Number.isSafeInteger(limit) && limit >= 0) return;
  throw invalidArgument(`a limit is a whole number from 0, got ${limit}`);
}
