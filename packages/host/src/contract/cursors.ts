import { type KeyRange, keyFault, StorageError } from "@airssys/protocol";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

/**
 * The cursors of one namespace: the last key that was served, under a code that only this store can make.
 *
 * ```
 * cursor = hexadecimal digits of (code key)
 * code   = the first 16 bytes of HMAC-SHA-256, with a secret of the store, over a text of the
 *          namespace, the range, the direction and the key
 * key    = the UTF-8 of the last key
 * ```
 *
 * A cursor is no secret and gives no right: what it leads to is admitted like anything else. The code makes sure that a
 * page begins where one ended, and not where a mistake or a guest would have it.
 */
export class Cursors {
  readonly #secret: Uint8Array;
  readonly #namespace: string;

  constructor(secret: Uint8Array, namespace: string) {
    this.#secret = secret;
    this.#namespace = namespace;
  }

  /** The cursor of the page after a key. */
  after(key: string, range: KeyRange, reverse: boolean): string {
    return bytesToHex(this.#code(key, range, reverse)) + bytesToHex(encoder.encode(key));
  }

  /**
   * The last key that was served. @throws StorageError `invalid-argument` for a cursor that was not given out for this
   * walk
   */
  lastKey(cursor: string, range: KeyRange, reverse: boolean): string {
    const key = keyIn(cursor);
    if (key !== undefined && this.after(key, range, reverse) === cursor) return key;
    throw new StorageError({ tag: "invalid-argument", val: "the cursor was not given out for this range" });
  }

  #code(key: string, { prefix = "", start, end }: KeyRange, reverse: boolean): Uint8Array {
    const text = JSON.stringify([this.#namespace, prefix, start ?? null, end ?? null, reverse, key]);
    return hmac(sha256, this.#secret, encoder.encode(text)).subarray(0, CODE_BYTES);
  }
}

const CODE_BYTES = 16;

/** Longer than the cursor of any key, whatever the limit of keys. */
const CURSOR_CHARACTERS_MAX = 65_536;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function keyIn(cursor: string): string | undefined {
  if (cursor.length > CURSOR_CHARACTERS_MAX) return undefined;
  try {
    const key = decoder.decode(hexToBytes(cursor).subarray(CODE_BYTES));
    return keyFault(key, CURSOR_CHARACTERS_MAX) === undefined ? key : undefined;
  } catch {
    return undefined;
  }
}
