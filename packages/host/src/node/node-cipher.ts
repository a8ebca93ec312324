import type { KeyRing } from "@airssys/protocol";
import type { Cipher } from "../cipher/cipher.ts";
import { SealingCipher } from "../cipher/sealing-cipher.ts";
import { nodeAesGcm } from "./node-aes-gcm.ts";

/**
 * Creates a {@link Cipher} over `node:crypto`. It is synchronous, so every host can use it. It opens what `webCipher`
 * has sealed, and `webCipher` opens what it has sealed.
 *
 * @throws RangeError for a key ring without keys, a number that is not a u32 or is used twice, a key that is not 32
 * bytes long or is all zeros, or a `newest` that is none of the keys.
 * @throws TypeError for a key that is not a `Uint8Array`.
 *
 * @example
 * ```ts
 * import { randomBytes } from "node:crypto";
 * import { openMemory } from "@airssys/backend/memory";
 * import { openHost } from "@airssys/host";
 * import { nodeCipher } from "@airssys/host/node";
 *
 * const bytes = randomBytes(32); // keep it: sealed bytes cannot be opened without it
 * const cipher = nodeCipher({ keys: [{ number: 1, bytes }], newest: 1 });
 * const host = openHost({ backend: openMemory(), cipher });
 * ```
 */
export function nodeCipher(keyRing: KeyRing): Cipher<"sync"> {
  return new SealingCipher(nodeAesGcm, keyRing);
}
