import type { MessagePort } from "node:worker_threads";
import type { GuestCode } from "../guest/guest-code.ts";

/** What the thread of a guest begins with, which is all that it ever has. */
export interface ThreadSetup {
  readonly port: MessagePort;
  readonly signals: Int32Array;
  readonly code: GuestCode;
}

// Each side counts what it has sent, so that the other can wait for it without an event loop. The numbers are places in
// `signals`.
export const SENT_BY_HOST = 0;
export const SENT_BY_GUEST = 1;
export const SIGNALS_BYTES = 8;

/**
 * How often a side looks whether something has come before it sleeps, or goes back to its event loop: for some 10 µs,
 * since to be woken takes 5 to 50, and most answers and most questions come sooner.
 */
export const SPINS_MAX = 5_000;
