export type { Cipher, Place } from "./ciphers/cipher.ts";
export { EncryptionError, type EncryptionErrorCode } from "./errors/encryption-error.ts";
export type { NameContext, Names } from "./names/names.ts";
export type { Reencrypted, ReencryptOptions } from "./sealing/reencrypt.ts";
export type { EncryptionOptions } from "./sealing/sealer.ts";
export { encrypted } from "./storage/encrypted.ts";
export { EncryptedBytes } from "./storage/encrypted-bytes.ts";
export { EncryptedStorage, type EncryptedStorageOptions } from "./storage/encrypted-storage.ts";
