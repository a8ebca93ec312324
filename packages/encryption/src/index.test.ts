import { expect, test } from "vitest";

test.each([
  ["the package", () => import("./index.ts"), ["EncryptedBytes", "EncryptedStorage", "EncryptionError", "encrypted"]],
  ["the entry for the host's cipher", () => import("./host-cipher.ts"), ["hostCipher"]],
  ["the entry for AES-GCM", () => import("./aes-gcm.ts"), ["aesGcm"]],
  ["the entry for XChaCha20-Poly1305", () => import("./xchacha20-poly1305.ts"), ["xchacha20Poly1305"]],
  ["the entry for blinded names", () => import("./blinded-names.ts"), ["blindedNames"]],
] as const)("%s exports these names", async (_entry, load, names) => {
  expect(Object.keys(await load()).sort()).toEqual(names);
});
