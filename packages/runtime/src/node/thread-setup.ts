import type { MessagePort } from "node:worker_threads";
import type { GuestCode } from "../guest/guest-code.ts";

/** Everything that the thread of a guest is given. */
export interface ThreadSetup {
  readonly port: MessagePort;
  readonly signals: Int32Array;
  readonly code: GuestCode;
}

// Each side counts its messages, so that the other can wait for one without an event loop. These are indices into
// `signals`.
export const SENT_BY_HOST = 0;
export const SENT_BY_GUEST = 1;
export const SIGNALS_BYTES = 8;

/**
 * Number of polls before a side sleeps or returns to its event loop, some 10 µs. Waking up takes 5 to 50 µs, and most
 * messages come sooner.
 */
export const SPINS_MAX = 5_000;
