import type { Transpiled } from "../transpile/transpile.ts";
import type { Guest, GuestEnvironment } from "./guest.ts";

/** Makes a new guest of one component. */
export interface OpenGuest {
  (environment: GuestEnvironment): Guest;
  /**
   * Releases what was prepared for future guests. Called when the component is stopped, after its guests have ended.
   */
  readonly close?: () => Promise<void>;
}

/**
 * Runs guests: in this thread, in worker threads or in child processes. Decides how a guest that does not return can be
 * handled.
 */
export interface Isolation {
  /**
   * True if a guest can be ended at any time and may block while its host works. Time limits need it, and so do hosts
   * that answer with promises in an engine without JSPI.
   */
  readonly isInterruptible: boolean;
  /**
   * Compiles a component once, for any number of guests.
   *
   * @param memoryBytesMax most bytes that all memories of a guest together may grow to.
   * @throws LoadError `unsupported`
   */
  prepare(transpiled: Transpiled, memoryBytesMax: number): Promise<OpenGuest>;
}
