import { type Bytes, compareBytes, type KeyBounds } from "@airssys/backend";

/** As long as a key of the engine over LMDB, so that stores can move between the two. */
export const KEY_BYTES_MAX = 1_978;

/** Whether a key can lie between these bounds at all. */
export function hasRoomForKeys({ gte = NOTHING, lt }: KeyBounds): boolean {
  return lt === undefined || compareBytes(gte, lt) < 0;
}

/** The bounds of a range, by name, without those that are not there. */
export function boundsOf({ gte, lt }: KeyBounds): KeyBounds {
  return { ...(gte !== undefined && gte.length > 0 && { gte }), ...(lt !== undefined && { lt }) };
}

/** The first key that there can be. */
export const FIRST_KEY: Bytes = Uint8Array.of(0);

/** Comes after every key, since it is longer. */
export const AFTER_LAST_KEY: Bytes = new Uint8Array(KEY_BYTES_MAX + 1).fill(0xff);

const NOTHING = new Uint8Array(0);
