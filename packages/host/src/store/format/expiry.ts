import { StorageError } from "@airssys/protocol";
import { NEVER } from "./stored-entry.ts";

/** The last instant that a stored entry can name. */
const INSTANT_MAX = Number.MAX_SAFE_INTEGER;

/** The instant after so many whole seconds, or `NEVER` for none. @throws StorageError `invalid-argument` */
export function expiryInstant(ttlSeconds: number | undefined, now: number): number {
  if (ttlSeconds === undefined) return NEVER;
  const instant = now + ttlSeconds * 1_000;
  if (Number.isInteger(ttlSeconds) && ttlSeconds >= 1 && instant <= INSTANT_MAX) return instant;
  const val = `a ttl is a whole number of seconds from 1 that ends before the year 287396, got ${ttlSeconds}`;
  throw new StorageError({ tag: "invalid-argument", val });
}

/** The whole seconds until an instant, rounded up. */
export function secondsUntil(instant: number, now: number): number {
  return Math.ceil((instant - now) / 1_000);
}
