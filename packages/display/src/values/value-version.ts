/** The bytes of a value without the version in front of it. */
export interface Unversioned {
  readonly version: number | undefined;
  readonly bytes: Uint8Array;
}

/** Takes off the version that `versionedCodec` writes: `00 ff`, then the version, seven bits in each byte. */
export function withoutVersion(bytes: Uint8Array): Unversioned {
  const count = bytes[0] === 0x00 && bytes[1] === 0xff ? countAt(bytes, 2) : undefined;
  return count ? { version: count.value, bytes: bytes.subarray(count.end) } : { version: undefined, bytes };
}

/** A count in its one form, from 1; `undefined` for anything else. */
function countAt(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * (at - start));
    if (!Number.isSafeInteger(value)) return undefined;
    if (byte < 0x80) return byte === 0 ? undefined : { value, end: at + 1 };
  }
  return undefined;
}
