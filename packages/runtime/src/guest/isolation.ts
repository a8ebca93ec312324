import type { Transpiled } from "../transpile/transpile.ts";
import type { Guest, GuestEnvironment } from "./guest.ts";

/** Makes a new guest of one component. */
export interface OpenGuest {
  (environment: GuestEnvironment): Guest;
  /** Gives back what was held for guests to come. Called when the component is stopped, after its guests have ended. */
  readonly close?: () => Promise<void>;
}

/** Where guests run, and so what can be done about one that does not return. */
export interface Isolation {
  /**
   * Whether a guest can be ended at any instant and may wait while its host works. A limit of time needs it, and so
   * does a host whose engine answers with promises.
   */
  readonly isInterruptible: boolean;
  /**
   * Compiles a component once, for as many guests as wanted.
   *
   * @param memoryBytesMax most bytes that the memories of a guest may grow to, all together.
   * @throws LoadError `unsupported`
   */
  prepare(transpiled: Transpiled, memoryBytesMax: number): Promise<OpenGuest>;
}
