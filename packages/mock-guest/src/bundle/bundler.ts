import type { BundledGuest, GuestRequest } from "./bundled-guest.ts";
import type { GuestFailure } from "./guest-failure.ts";

/** Bundles a guest, or returns why it cannot be run. */
export type Bundler = (request: GuestRequest) => Promise<BundledGuest | GuestFailure>;

/**
 * The slot is global because this module may be loaded twice in one process: by Node for the harness, and by Vite for
 * what runs in the workers of a test runner. Both must find the same bundler.
 */
const BUNDLER = Symbol.for("@airssys/mock-guest:bundler");

const slot = globalThis as { [BUNDLER]?: Bundler | undefined };

/**
 * Has every guest of this process bundled by a test runner, so that its stack traces and coverage reports show the
 * author's own files. The last bundler replaces those before.
 *
 * @example
 * ```ts
 * import { bundleGuest, useBundler } from "@airssys/mock-guest/bundle";
 *
 * useBundler((request) => bundleGuest(request));
 * ```
 */
export function useBundler(bundler: Bundler): void {
  slot[BUNDLER] = bundler;
}

/** Returns the bundler of the test runner, or `undefined` if there is none. */
export function bundlerInUse(): Bundler | undefined {
  return slot[BUNDLER];
}
