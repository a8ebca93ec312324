import { describe, expect, test } from "vitest";
import { aesGcm } from "../aes-gcm.ts";
import { xchacha20Poly1305 } from "../xchacha20-poly1305.ts";
import { aesGcmAead } from "./aes-gcm-aead.ts";
import type { Aead } from "./own-cipher.ts";
import { xchacha20Poly1305Aead } from "./xchacha20-poly1305-aead.ts";

interface Vector {
  readonly name: string;
  readonly aead: Aead;
  readonly key: string;
  readonly nonce: string;
  readonly plaintext?: string;
  readonly additional?: string;
  /** The ciphertext and the tag. */
  readonly body: string;
}

const ZEROS = "00".repeat(32);
const KEY = "feffe9928665731c6d6a8f9467308308".repeat(2);
const NONCE = "cafebabefacedbaddecaf888";
const PLAINTEXT =
  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";
const CIPHERTEXT =
  "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad";

/**
 * Those of "The Galois/Counter Mode of Operation" by McGrew and Viega, one of NIST's CAVP, and that of
 * draft-irtf-cfrg-xchacha-03.
 */
const VECTORS: readonly Vector[] = [
  {
    name: "GCM test case 13",
    aead: aesGcmAead,
    key: ZEROS,
    nonce: "00".repeat(12),
    body: "530f8afbc74536b9a963b4f1c4cb738b",
  },
  {
    name: "GCM test case 14",
    aead: aesGcmAead,
    key: ZEROS,
    nonce: "00".repeat(12),
    plaintext: "00".repeat(16),
    body: "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
  },
  {
    name: "GCM test case 15",
    aead: aesGcmAead,
    key: KEY,
    nonce: NONCE,
    plaintext: PLAINTEXT,
    body: `${CIPHERTEXT}b094dac5d93471bdec1a502270e3cc6c`,
  },
  {
    name: "GCM test case 16",
    aead: aesGcmAead,
    key: KEY,
    nonce: NONCE,
    plaintext: PLAINTEXT.slice(0, 120),
    additional: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    body: `${CIPHERTEXT.slice(0, 120)}76fc6ece0f4e1768cddf8853bb2d551b`,
  },
  {
    name: "CAVP gcmEncryptExtIV256, 128 bits of text and of additional data, count 0",
    aead: aesGcmAead,
    key: "92e11dcdaa866f5ce790fd24501f92509aacf4cb8b1339d50c9c1240935dd08b",
    nonce: "ac93a1a6145299bde902f21a",
    plaintext: "2d71bcfa914e4ac045b2aa60955fad24",
    additional: "1e0889016f67601c8ebea4943bc23ad6",
    body: "8995ae2e6df3dbf96fac7b7137bae67feca5aa77d51d4a0a14d9c51e1da474ab",
  },
  {
    name: "AEAD_XChaCha20_Poly1305, A.3.1",
    aead: xchacha20Poly1305Aead,
    key: "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
    nonce: "404142434445464748494a4b4c4d4e4f5051525354555657",
    plaintext: Buffer.from(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    ).toString("hex"),
    additional: "50515253c0c1c2c3c4c5c6c7",
    body: `${[
      "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb",
      "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452",
      "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9",
      "21f9664c97637da9768812f615c68b13b52e",
    ].join("")}c0875924c1c7987947deafd8780acf49`,
  },
];

test.each(VECTORS)(
  "$name comes out as it is published",
  ({ aead, key, nonce, plaintext = "", additional = "", body }) => {
    const sealed = aead.encrypt(fromHex(key), fromHex(nonce), fromHex(plaintext), fromHex(additional));
    expect(toHex(sealed)).toBe(body);
    const opened = aead.decrypt(fromHex(key), fromHex(nonce), fromHex(body), fromHex(additional));
    expect(opened && toHex(opened)).toBe(plaintext);
    expect(aead.decrypt(fromHex(key), fromHex(nonce), fromHex(body), fromHex(`${additional}00`))).toBeUndefined();
  },
);

describe.each([
  ["aesGcm", aesGcm],
  ["xchacha20Poly1305", xchacha20Poly1305],
])("%s", (_name, cipherOf) => {
  const bytes = new Uint8Array(32).fill(1);
  const place = { namespace: undefined, associatedData: Uint8Array.of(1) };

  test("keeps its own copy of a key", () => {
    const mine = new Uint8Array(bytes);
    const cipher = cipherOf({ keys: [{ number: 7, bytes: mine }], newest: 7 });
    const sealed = cipher.seal(Uint8Array.of(5), place);
    mine.fill(9);
    expect(cipher.open(sealed, place)).toEqual(Uint8Array.of(5));
    expect(cipher.keyOf(sealed)).toBe(7);
  });

  test("adds as many bytes as it says, and never seals the same twice", () => {
    const cipher = cipherOf({ keys: [{ number: 7, bytes }], newest: 7 });
    for (const length of [0, 1, 100]) {
      const value = new Uint8Array(length);
      expect(cipher.seal(value, place)).toHaveLength(length + cipher.addedBytes);
      expect(cipher.seal(value, place)).not.toEqual(cipher.seal(value, place));
    }
  });

  test.each<[string, Parameters<typeof cipherOf>[0]]>([
    ["no keys", { keys: [], newest: 1 }],
    ["a newest key that is not there", { keys: [{ number: 1, bytes }], newest: 2 }],
    [
      "a number twice",
      {
        keys: [
          { number: 1, bytes },
          { number: 1, bytes },
        ],
        newest: 1,
      },
    ],
    ["a number that is none", { keys: [{ number: 2 ** 32, bytes }], newest: 2 ** 32 }],
    ["a key of 16 bytes", { keys: [{ number: 1, bytes: bytes.subarray(16) }], newest: 1 }],
    ["a key that was not filled", { keys: [{ number: 1, bytes: new Uint8Array(32) }], newest: 1 }],
    ["a key that is text", { keys: [{ number: 1, bytes: "secret secret secret secret secr" as never }], newest: 1 }],
  ])("refuses %s, and does not show the key", (_what, keyRing) => {
    expect(() => cipherOf(keyRing)).toThrow(/^(?!.*(secret|1,1)).*(expected|more than one|zeros)/);
  });
});

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
