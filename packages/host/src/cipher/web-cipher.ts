import type { KeyRing } from "@airssys/protocol";
import type { Cipher } from "./cipher.ts";
import { SealingCipher } from "./sealing-cipher.ts";
import { webAesGcm } from "./web-aes-gcm.ts";

/**
 * What seals bytes for components through WebCrypto, in a browser and elsewhere. It answers with promises, so it is for
 * hosts over asynchronous backends. Opens what `nodeCipher` has sealed, and the other way round.
 *
 * @throws RangeError for a key ring without keys, with a number that is no u32 or is there twice, a key that is not 32
 * bytes long or all zeros, or a `newest` that is none of the keys.
 * @throws TypeError for a key that is no `Uint8Array`, and where there is no WebCrypto, as in a page that did not come
 * over HTTPS.
 *
 * @example
 * ```ts
 * import { promised } from "@airssys/backend";
 * import { openMemory } from "@airssys/backend/memory";
 * import { openHost, webCipher } from "@airssys/host";
 *
 * const bytes = crypto.getRandomValues(new Uint8Array(32)); // to be kept: without it nothing opens any more
 * const cipher = webCipher({ keys: [{ number: 1, bytes }], newest: 1 });
 * const host = await openHost({ backend: promised(openMemory()), cipher });
 * ```
 */
export function webCipher(keyRing: KeyRing): Cipher<"async"> {
  const { subtle } = crypto;
  if (subtle === undefined)
    throw new TypeError("webCipher needs crypto.subtle, which a browser has only in a page that came over HTTPS");
  return new SealingCipher(webAesGcm(subtle), keyRing);
}
