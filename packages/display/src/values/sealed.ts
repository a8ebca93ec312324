/*
 * Sealed bytes are told by what stands in front of them: the envelope of @airssys/encryption
 * (docs/formats/envelope.md), or what `seal` of the host answers (docs/formats/sealed.md). Nothing in them can be
 * checked without the key.
 */

/** What can be seen of a sealed value without its key. */
export interface Sealed {
  /** Whose key it is: one of the host's, or one in the memory of the component. */
  readonly by: "host" | "component";
  readonly algorithm: "AES-256-GCM" | "XChaCha20-Poly1305";
  /** The number of the key. */
  readonly keyId: number;
  /** Whether its key in the store is blinded; the true one is then sealed with the value. */
  readonly isBlinded: boolean;
  /** Number of bytes that are sealed. */
  readonly bytes: number;
}

/** Returns what is known of sealed bytes; `undefined` for others. */
export function sealedOf(bytes: Uint8Array): Sealed | undefined {
  const [format, algorithm] = bytes;
  if (format !== 0x01 && format !== 0x02) return undefined;
  const isBlinded = format === 0x02;
  switch (algorithm) {
    case 0x01:
      return bytes[2] === 0x01 ? sealed(bytes, "host", "AES-256-GCM", 3, isBlinded) : undefined;
    case 0x02:
      return sealed(bytes, "component", "AES-256-GCM", 2, isBlinded);
    case 0x03:
      return sealed(bytes, "component", "XChaCha20-Poly1305", 2, isBlinded);
    default:
      // Without an envelope, a first byte alone would say too little: the number of the key has to be small as well.
      return algorithm === 0 && bytes[2] === 0 && !isBlinded
        ? sealed(bytes, "host", "AES-256-GCM", 1, false)
        : undefined;
  }
}

const KEY_ID_BYTES = 4;
const TAG_BYTES = 16;

function sealed(
  bytes: Uint8Array,
  by: Sealed["by"],
  algorithm: Sealed["algorithm"],
  start: number,
  isBlinded: boolean,
): Sealed | undefined {
  const nonceBytes = algorithm === "AES-256-GCM" ? 12 : 24;
  const length = bytes.length - start - KEY_ID_BYTES - nonceBytes - TAG_BYTES;
  if (length < 0) return undefined;
  const keyId = bytes.subarray(start, start + KEY_ID_BYTES).reduce((number, byte) => number * 256 + byte, 0);
  return { by, algorithm, keyId, isBlinded, bytes: length };
}

/** Returns what is known of sealed bytes, as a sentence. */
export function sealedText({ by, algorithm, keyId, isBlinded, bytes }: Sealed): string {
  const contents = `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  const inside = isBlinded ? `${contents}, its true key among them` : contents;
  return `sealed with key ${keyId} of the ${by} (${algorithm}): ${inside}`;
}
