import type { KeyRing } from "@airssys/protocol";
import type { Cipher } from "./cipher.ts";
import { SealingCipher } from "./sealing-cipher.ts";
import { webAesGcm } from "./web-aes-gcm.ts";

/**
 * Creates a {@link Cipher} over WebCrypto, for browsers and other platforms. It is asynchronous, so it needs a host
 * over an asynchronous backend. It opens what `nodeCipher` has sealed, and `nodeCipher` opens what it has sealed.
 *
 * @throws RangeError for a key ring without keys, a number that is not a u32 or is used twice, a key that is not 32
 * bytes long or is all zeros, or a `newest` that is none of the keys.
 * @throws TypeError for a key that is not a `Uint8Array`, and where WebCrypto is missing, as in a page that was not
 * loaded over HTTPS.
 *
 * @example
 * ```ts
 * import { promised } from "@airssys/backend";
 * import { openMemory } from "@airssys/backend/memory";
 * import { openHost, webCipher } from "@airssys/host";
 *
 * const bytes = crypto.getRandomValues(new Uint8Array(32)); // keep it: sealed bytes cannot be opened without it
 * const cipher = webCipher({ keys: [{ number: 1, bytes }], newest: 1 });
 * const host = await openHost({ backend: promised(openMemory()), cipher });
 * ```
 */
export function webCipher(keyRing: KeyRing): Cipher<"async"> {
  const { subtle } = crypto;
  if (subtle === undefined)
    throw new TypeError("webCipher needs crypto.subtle, which browsers offer only to pages loaded over HTTPS");
  return new SealingCipher(webAesGcm(subtle), keyRing);
}
