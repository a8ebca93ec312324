// What the process that asks for a build and the one that does it say to each other.

import type { Border } from "./border-code.ts";

/** A part of the engine that a component can have or do without. */
export type Feature = "stdio" | "random" | "clocks" | "http" | "fetch-event";

export interface BuildRequest {
  readonly code: string;
  readonly border: Border;
  readonly sourceName: string;
  readonly wit: string;
  readonly world: string;
  readonly disableFeatures: readonly Feature[];
}

export type BuildReply = { readonly component: Uint8Array } | { readonly failure: string };
