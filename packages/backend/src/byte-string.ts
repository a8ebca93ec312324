import type { Bytes } from "./backend.ts";

/**
 * Bytes as a string of one UTF-16 unit per byte. The order of such strings is the order of the bytes, and engines of
 * JavaScript compare them faster than they compare arrays: a sorted map keyed by them answers in half the time.
 */
export type ByteString = string & { readonly __byteString: unique symbol };

/** The byte string of some bytes. Long keys are converted in pieces: the arguments of a call are limited. */
export function byteString(bytes: Bytes): ByteString {
  if (bytes.length <= CHUNK) return String.fromCharCode.apply(null, bytes as unknown as number[]) as ByteString;
  let text = "";
  for (let start = 0; start < bytes.length; start += CHUNK) text += byteString(bytes.subarray(start, start + CHUNK));
  return text as ByteString;
}

/** The order of byte strings, for sorted maps. */
export function compareByteStrings(a: ByteString, b: ByteString): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const CHUNK = 4_096;
