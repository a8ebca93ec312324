import { gcm } from "@noble/ciphers/aes.js";
import { nobleAead } from "./noble-aead.ts";

/** AES-256-GCM (NIST SP 800-38D). */
export const aesGcmAead = /* @__PURE__ */ nobleAead(0x02, 12, gcm);
