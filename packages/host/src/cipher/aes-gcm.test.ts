import type { Bytes, Mode } from "@airssys/backend";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import { nodeAesGcm } from "../node/node-aes-gcm.ts";
import type { AesGcm } from "./sealing-cipher.ts";
import { webAesGcm } from "./web-aes-gcm.ts";

const ZEROS = "00".repeat(32);
const KEY = "feffe9928665731c6d6a8f9467308308".repeat(2);
const NONCE = "cafebabefacedbaddecaf888";
const PLAINTEXT =
  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";
const CIPHERTEXT =
  "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad";

/** The vectors for keys of 256 bits and nonces of 96 in "The Galois/Counter Mode of Operation" by McGrew and Viega. */
const VECTORS = [
  { name: "test case 13", key: ZEROS, nonce: "00".repeat(12), body: "530f8afbc74536b9a963b4f1c4cb738b" },
  {
    name: "test case 14",
    key: ZEROS,
    nonce: "00".repeat(12),
    plaintext: "00".repeat(16),
    body: "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
  },
  {
    name: "test case 15",
    key: KEY,
    nonce: NONCE,
    plaintext: PLAINTEXT,
    body: `${CIPHERTEXT}b094dac5d93471bdec1a502270e3cc6c`,
  },
  {
    name: "test case 16",
    key: KEY,
    nonce: NONCE,
    plaintext: PLAINTEXT.slice(0, 120),
    additional: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    body: `${CIPHERTEXT.slice(0, 120)}76fc6ece0f4e1768cddf8853bb2d551b`,
  },
];

const PLATFORMS: readonly [string, AesGcm<Mode, never>][] = [
  ["node:crypto", nodeAesGcm as AesGcm<Mode, never>],
  ["WebCrypto", webAesGcm(crypto.subtle) as AesGcm<Mode, never>],
];

describe.each(PLATFORMS)("AES-256-GCM of %s", (_platform, aes) => {
  it.each(VECTORS)("matches the published vector of $name", async (vector) => {
    const { plaintext = "", additional = "" } = vector;
    const [key, nonce, body]: [never, Bytes, Bytes] = [
      aes.importKey(hexToBytes(vector.key)),
      hexToBytes(vector.nonce),
      hexToBytes(vector.body),
    ];
    const encrypted = await aes.encrypt(key, nonce, hexToBytes(plaintext), hexToBytes(additional));
    expect(bytesToHex(encrypted)).toBe(vector.body);
    const decrypted = await aes.decrypt(key, nonce, body, hexToBytes(additional));
    expect(decrypted && bytesToHex(decrypted)).toBe(plaintext);
    expect(await aes.decrypt(key, nonce, body, hexToBytes(`${additional}00`))).toBeUndefined();
  });
});

describe("HKDF-SHA-256", () => {
  it("matches the vector of RFC 5869 with no salt and no info", () => {
    const derived = hkdf(sha256, new Uint8Array(22).fill(0x0b), undefined, new Uint8Array(0), 42);
    expect(bytesToHex(derived)).toBe(
      "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    );
  });
});
