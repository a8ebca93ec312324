export type { CipherKey, KeyRing } from "@airssys/protocol";
export type { Cipher, SealContext } from "../cipher/cipher.ts";
export { nodeCipher } from "./node-cipher.ts";
