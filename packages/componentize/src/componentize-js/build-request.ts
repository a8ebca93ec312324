// The messages between a program that wants a build and the process that does it.

import type { Border } from "./border.ts";

/** A part of the engine that a component can have or do without. */
export type Feature = "stdio" | "random" | "clocks" | "http" | "fetch-event";

export interface BuildRequest {
  readonly code: string;
  readonly border: Border;
  readonly sourceName: string;
  readonly wit: string;
  readonly world: string;
  /** The parts of the engine that the component has. */
  readonly features: readonly Feature[];
}

/** A build that made no component. */
export interface BuildFailure {
  /** The output of the engine, or the message of an error. */
  readonly failure: string;
  /** Present if a call ended the engine while it ran the module. Names the import, if it was one. */
  readonly trap?: { readonly from?: string; readonly name?: string };
}

export type BuildReply = { readonly component: Uint8Array } | BuildFailure;
