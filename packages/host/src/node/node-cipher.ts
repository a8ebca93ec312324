import type { KeyRing } from "@airssys/protocol";
import type { Cipher } from "../cipher/cipher.ts";
import { SealingCipher } from "../cipher/sealing-cipher.ts";
import { nodeAesGcm } from "./node-aes-gcm.ts";

/**
 * What seals bytes for components through `node:crypto`. It answers at once, so every host can use it. Opens what
 * `webCipher` has sealed, and the other way round.
 *
 * @throws RangeError for a key ring without keys, with a number that is no u32 or is there twice, a key that is not 32
 * bytes long or all zeros, or a `newest` that is none of the keys.
 * @throws TypeError for a key that is no `Uint8Array`.
 *
 * @example
 * ```ts
 * import { randomBytes } from "node:crypto";
 * import { openMemory } from "@airssys/backend/memory";
 * import { openHost } from "@airssys/host";
 * import { nodeCipher } from "@airssys/host/node";
 *
 * const bytes = randomBytes(32); // to be kept: without it nothing opens any more
 * const cipher = nodeCipher({ keys: [{ number: 1, bytes }], newest: 1 });
 * const host = openHost({ backend: openMemory(), cipher });
 * ```
 */
export function nodeCipher(keyRing: KeyRing): Cipher<"sync"> {
  return new SealingCipher(nodeAesGcm, keyRing);
}
