import { type KeyRange, keyFault, StorageError } from "@airssys/protocol";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

/**
 * Creates and checks the cursors of one namespace. A cursor holds the last key of a page and a message authentication
 * code that only this store can make.
 *
 * ```
 * cursor = hexadecimal digits of (code key)
 * code   = the first 16 bytes of HMAC-SHA-256, with a secret of the store, over a text of the
 *          namespace, the range, the direction and the key
 * key    = the UTF-8 of the last key
 * ```
 *
 * A cursor is not secret and gives no rights: the next page is checked against the grants like any other request. The
 * code ensures that a page can only begin where another page of the same walk ended.
 */
export class Cursors {
  readonly #secret: Uint8Array;
  readonly #namespace: string;

  constructor(secret: Uint8Array, namespace: string) {
    this.#secret = secret;
    this.#namespace = namespace;
  }

  /** Returns the cursor of the page that begins after a key. */
  after(key: string, range: KeyRange, reverse: boolean): string {
    return bytesToHex(this.#code(key, range, reverse)) + bytesToHex(encoder.encode(key));
  }

  /**
   * Returns the key after which the page begins. @throws StorageError `invalid-argument` for a cursor that was not made
   * for this range and direction
   */
  lastKey(cursor: string, range: KeyRange, reverse: boolean): string {
    const key = decodeKey(cursor);
    if (key !== undefined && this.after(key, range, reverse) === cursor) return key;
    throw new StorageError({ tag: "invalid-argument", val: "the cursor was not given out for this range" });
  }

  #code(key: string, { prefix = "", start, end }: KeyRange, reverse: boolean): Uint8Array {
    const text = JSON.stringify([this.#namespace, prefix, start ?? null, end ?? null, reverse, key]);
    return hmac(sha256, this.#secret, encoder.encode(text)).subarray(0, CODE_BYTES);
  }
}

const CODE_BYTES = 16;

/** Upper bound: no cursor is longer, whatever the limit of key length. */
const CURSOR_CHARACTERS_MAX = 65_536;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeKey(cursor: string): string | undefined {
  if (cursor.length > CURSOR_CHARACTERS_MAX) return undefined;
  try {
    const key = decoder.decode(hexToBytes(cursor).subarray(CODE_BYTES));
    return keyFault(key, CURSOR_CHARACTERS_MAX) === undefined ? key : undefined;
  } catch {
    return undefined;
  }
}
