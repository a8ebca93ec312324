/**
 * The secret by which a store knows its own cursors, made once so that they survive a restart.
 *
 * ```
 * key    = 0x00 "cursors"
 * value  = 32 random bytes
 * ```
 */
import type { Bytes, Write } from "@airssys/backend";
import { randomBytes } from "@noble/hashes/utils.js";
import { answered, type Engine, type Steps } from "./steps/steps.ts";

/** The key of the secret in the backend. */
export const SECRET_KEY: Bytes = new TextEncoder().encode("\0cursors");
const SECRET_BYTES = 32;

/** Returns the write that gives a new store its secret. */
export function newCursorSecret(): Write & { readonly type: "put" } {
  return { type: "put", key: SECRET_KEY, value: randomBytes(SECRET_BYTES) };
}

/** The store's secret. A store that was made without one is given it. */
export function* cursorSecret(engine: Engine): Steps<Bytes> {
  const stored = yield* answered(engine.get(SECRET_KEY));
  if (stored !== undefined) return new Uint8Array(stored);
  const made = newCursorSecret();
  const isMade = yield* answered(engine.commit({ checks: [{ key: SECRET_KEY, value: undefined }], writes: [made] }));
  return isMade ? made.value : yield* cursorSecret(engine); // another process made one first
}
