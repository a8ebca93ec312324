/**
 * A value as it is stored, and what its tag is bound to. Changing this grammar makes whatever was sealed before
 * unreadable.
 *
 * ```
 * envelope        = header sealed
 * header          = format algorithm
 * format          = 0x01: what is sealed is the value
 *                 | 0x02: what is sealed is text(key) value, and the value is stored under a blinded key
 * algorithm       = 0x01: airssys:wasm/storage-cipher | 0x02: AES-256-GCM | 0x03: XChaCha20-Poly1305
 *                 | from 0x80: others
 * sealed          = what the cipher of that algorithm makes
 * associated-data = header text(context) text(namespace) text(stored-key)
 * text(t)         = 4 bytes: the length of t in UTF-8, most significant byte first, and t in UTF-8
 * ```
 *
 * The namespace is empty for the component's own, whose name it does not know.
 */
import { joined, textBytes } from "./text-bytes.ts";

/** The header of an envelope. */
export interface Header {
  /** Whether the key is sealed with the value. */
  readonly isNamed: boolean;
  readonly algorithm: number;
}

/** An envelope, taken apart. */
export interface Envelope extends Header {
  readonly sealed: Uint8Array;
}

/** Where envelopes are that have the context and the namespace in common. */
export interface Home {
  readonly context: string;
  readonly namespace: string | undefined;
}

/** The length of the header. */
export const HEADER_BYTES = 2;

const FORMAT_VALUE = 0x01;
const FORMAT_NAMED_VALUE = 0x02;

export function joinEnvelope(envelope: Envelope): Uint8Array {
  return joined(headerBytes(envelope), envelope.sealed);
}

/** The parts of an envelope; `undefined` if the bytes are of no format that is known. */
export function splitEnvelope(bytes: Uint8Array): Envelope | undefined {
  const [format, algorithm] = bytes;
  if (algorithm === undefined || (format !== FORMAT_VALUE && format !== FORMAT_NAMED_VALUE)) return undefined;
  return { isNamed: format === FORMAT_NAMED_VALUE, algorithm, sealed: bytes.subarray(HEADER_BYTES) };
}

/**
 * What the tags of envelopes with a header vouch for, beside what is sealed, up to the stored key: the same for all
 * values.
 */
export function associatedDataBefore(header: Header, { context, namespace = "" }: Home): Uint8Array {
  return joined(headerBytes(header), textBytes(context), textBytes(namespace));
}

/** Returns the associated data of one envelope. */
export function associatedData(before: Uint8Array, storedKey: string): Uint8Array {
  return joined(before, textBytes(storedKey));
}

function headerBytes({ isNamed, algorithm }: Header): Uint8Array {
  return Uint8Array.of(isNamed ? FORMAT_NAMED_VALUE : FORMAT_VALUE, algorithm);
}
