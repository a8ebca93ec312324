export type { Cipher, SealContext } from "../cipher/cipher.ts";
export type { KeyRing, MasterKey } from "../cipher/key-ring.ts";
export { nodeCipher } from "./node-cipher.ts";
