import { type Bytes, compareBytes } from "@airssys/backend";
import type { RangeOptions } from "lmdb";

/** lmdb's own limit at its default page size. */
export const KEY_BYTES_MAX = 1_978;

/** Bounds of a range, as the contract has them. */
export interface Bounds {
  readonly gte?: Bytes;
  readonly lt?: Bytes;
  readonly reverse?: boolean;
}

/**
 * Says a range in lmdb's words. `undefined` if no key can be in it: lmdb takes an empty end for none, and would walk to
 * the end of the store.
 *
 * Both bounds are always named, be it as `undefined`: where a walk in reverse does not name its end, lmdb ends it
 * before the key 0x00.
 */
export function keyRange({ gte, lt, reverse = false }: Bounds): RangeOptions | undefined {
  if (lt !== undefined && compareBytes(gte ?? NOTHING, lt) >= 0) return undefined;
  const low = bound(gte);
  const high = bound(lt);
  return reverse
    ? { start: high.key, exclusiveStart: !high.isCut, end: low.key, inclusiveEnd: !low.isCut, reverse }
    : { start: low.key, exclusiveStart: low.isCut, end: high.key, inclusiveEnd: high.isCut, reverse };
}

interface Bound {
  readonly key: Bytes;
  /** The bound was longer than any key, and so lies right after its beginning, which is `key`. */
  readonly isCut: boolean;
}

/** lmdb refuses a bound that is longer than a key can be, such as the first one after the longest key. */
function bound(bytes: Bytes | undefined): Bound {
  if (bytes === undefined || bytes.length === 0) return NO_BOUND;
  return { key: bytes.subarray(0, KEY_BYTES_MAX), isCut: bytes.length > KEY_BYTES_MAX };
}

/** lmdb takes an `undefined` that is named, but its types do not say so. */
const NO_BOUND = { key: undefined as unknown as Bytes, isCut: false };
const NOTHING = new Uint8Array(0);
