import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { nobleAead } from "./noble-aead.ts";

/** XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha). */
export const xchacha20Poly1305Aead = /* @__PURE__ */ nobleAead(0x03, 24, xchacha20poly1305);
