import { requireKnownOptions } from "@airssys/protocol";

const SET_OPTIONS = { ttlSeconds: true } as const;

/** Throws for options of a write with an unknown name. */
export function requireSetOptions(options: { readonly ttlSeconds?: number | undefined }): void {
  requireKnownOptions(options, SET_OPTIONS);
}
