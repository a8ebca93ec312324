export type { Cipher, Place } from "./cipher.ts";
export { encrypted } from "./encrypted.ts";
export { EncryptedBytes } from "./encrypted-bytes.ts";
export { EncryptedStorage, type EncryptedStorageOptions } from "./encrypted-storage.ts";
export { EncryptionError, type EncryptionFault } from "./encryption-error.ts";
export type { NameContext, Names } from "./names.ts";
export type { Reencrypted, ReencryptOptions } from "./reencrypt.ts";
export type { EncryptionOptions } from "./sealer.ts";
