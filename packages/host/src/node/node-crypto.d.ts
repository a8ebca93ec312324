// Declares the part of node:crypto that this package uses. Declaring it here, instead of using the Node types, keeps
// Node's globals out of the rest of the package.

declare module "node:crypto" {
  interface GcmOptions {
    readonly authTagLength: number;
  }

  interface Gcm {
    setAAD(additional: Uint8Array): unknown;
    update(bytes: Uint8Array): Uint8Array;
    final(): Uint8Array;
  }

  function createCipheriv(
    algorithm: "aes-256-gcm",
    key: Uint8Array,
    nonce: Uint8Array,
    options: GcmOptions,
  ): Gcm & { getAuthTag(): Uint8Array };

  function createDecipheriv(
    algorithm: "aes-256-gcm",
    key: Uint8Array,
    nonce: Uint8Array,
    options: GcmOptions,
  ): Gcm & { setAuthTag(tag: Uint8Array): unknown };
}
