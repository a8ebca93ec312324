/**
 * The format of sealed bytes, and the bytes that their key and their tag are bound to. A change of this grammar makes
 * existing sealed bytes unreadable.
 *
 * ```
 * sealed          = header nonce ciphertext tag
 * header          = 0x01 key-id
 * key-id          = 4 bytes: the number of the master key
 * nonce           = 12 random bytes
 * tag             = 16 bytes
 * additional-data = header text(namespace) text(key-name) associated-data
 * info            = text("airssys:wasm/storage-cipher 1") text(namespace) text(key-name)
 * text(t)         = 4 bytes: the length of t in UTF-8, and t in UTF-8
 * ```
 *
 * The ciphertext and its tag are those of AES-256-GCM (NIST SP 800-38D) with the key HKDF-SHA-256(master key, no salt,
 * info) (RFC 5869). Numbers are big-endian. Every text is preceded by its length, so that two different contexts never
 * give the same bytes.
 */
import type { Bytes } from "@airssys/backend";
import { concatBytes, randomBytes } from "@noble/hashes/utils.js";
import type { SealContext } from "./cipher.ts";

/** The parts of sealed bytes. */
export interface Sealed {
  /** Number of the master key. */
  readonly keyNumber: number;
  readonly nonce: Bytes;
  /** The ciphertext and the tag. */
  readonly body: Bytes;
}

const FORMAT = 0x01;
const LABEL = "airssys:wasm/storage-cipher 1";
const HEADER_BYTES = 5;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Overhead of sealing, in bytes: sealed bytes are this much longer than their plaintext. */
export const SEAL_BYTES = HEADER_BYTES + NONCE_BYTES + TAG_BYTES;

const encoder = new TextEncoder();

/** Returns a new random nonce of 12 bytes. */
export function createNonce(): Bytes {
  return randomBytes(NONCE_BYTES);
}

/** Joins the parts to sealed bytes. */
export function joinSealed({ keyNumber, nonce, body }: Sealed): Bytes {
  return concatBytes(header(keyNumber), nonce, body);
}

/**
 * Splits sealed bytes into their parts, as views of the same memory. Returns `undefined` if the bytes have no known
 * format.
 */
export function splitSealed(bytes: Bytes): Sealed | undefined {
  if (bytes[0] !== FORMAT || bytes.length < SEAL_BYTES) return undefined;
  const keyNumber = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
  const bodyStart = HEADER_BYTES + NONCE_BYTES;
  return { keyNumber, nonce: bytes.subarray(HEADER_BYTES, bodyStart), body: bytes.subarray(bodyStart) };
}

/** Returns the bytes that the tag authenticates besides the ciphertext. */
export function additionalData(keyNumber: number, { namespace, keyName, associatedData }: SealContext): Bytes {
  return concatBytes(header(keyNumber), text(namespace), text(keyName), associatedData);
}

/** Returns the `info` of HKDF for a key name in a namespace. */
export function derivationInfo({ namespace, keyName }: SealContext): Bytes {
  return concatBytes(text(LABEL), text(namespace), text(keyName));
}

function header(keyNumber: number): Bytes {
  return concatBytes(Uint8Array.of(FORMAT), u32(keyNumber));
}

function text(string: string): Bytes {
  const utf8 = encoder.encode(string);
  return concatBytes(u32(utf8.length), utf8);
}

function u32(number: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}
