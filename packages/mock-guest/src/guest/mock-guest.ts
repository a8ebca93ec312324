import type { GuestEnvironment, GuestSource, OpenGuest } from "@airssys/runtime";
import { type BundledGuest, bundleGuest, decodeBundle, type GuestRequest } from "../bundle/bundled-guest.ts";
import { bundlerInUse } from "../bundle/bundler.ts";
import { decodeFailure } from "../bundle/guest-failure.ts";
import { compileGuest, type GuestCode } from "../crossing/guest-code.ts";
import { ScriptGuest } from "./script-guest.ts";

/** Names a guest, and gives it a clock. */
export interface MockGuestOptions extends GuestRequest {
  /** Returns the time for the guest in milliseconds since 1970 UTC, unless its component has a clock of its own. */
  readonly clock: () => number;
}

/**
 * Creates a guest whose source runs in this process, without building a component: for `loadGuest` of
 * `@airssys/runtime`. Each instance has a realm of its own with the globals of a component, and values cross as they do
 * at the border of a component. Bundles are kept for the life of the process, until one of their files changes.
 *
 * The host must answer synchronously: the code cannot be suspended while an engine works.
 *
 * @throws ComponentizeError as `componentize` does, for the same mistakes; MockError `unsupported` for what needs a
 * component
 *
 * @example
 * ```ts
 * import { openMemory } from "@airssys/backend/memory";
 * import { openHost, parseManifest } from "@airssys/host";
 * import { createMockGuest } from "@airssys/mock-guest";
 * import { loadGuest } from "@airssys/runtime";
 *
 * const guest = await createMockGuest({
 *   entry: "/app/src/notes.ts",
 *   wit: "/app/wit",
 *   world: undefined,
 *   conditions: [],
 *   clock: Date.now,
 * });
 * const host = openHost({ backend: openMemory() });
 * const manifest = parseManifest('[component]\nid = "notes"\nversion = "1.0.0"');
 * const notes = await loadGuest(guest, { host, manifest }).start();
 * ```
 */
export async function createMockGuest({ clock, ...request }: MockGuestOptions): Promise<GuestSource> {
  const text = await (bundlerInUse() ?? bundleGuest)(request);
  if ("failure" in text) throw decodeFailure(text);
  const code = compiled(text);
  const openGuest = (surroundings: GuestEnvironment) =>
    new ScriptGuest(code, { ...surroundings, clock: surroundings.clock ?? clock });
  await proveOnce(code, openGuest);
  return { imports: code.imports, exports: code.exported, openGuest };
}

/** Guests whose top level has run without a host. Each is tried once in a process. */
const proven = new WeakSet<GuestCode>();

/** Runs the top level as the builder of components does, which has no host. */
async function proveOnce(code: GuestCode, openGuest: OpenGuest): Promise<void> {
  if (proven.has(code)) return;
  await openGuest(NOWHERE).start();
  proven.add(code);
}

const NOWHERE: GuestEnvironment = { imports: {}, stdout: () => {}, stderr: () => {}, clock: undefined };

/** Compiled once per bundle, and gone with it. */
const codes = new WeakMap<BundledGuest, GuestCode>();

function compiled(text: BundledGuest): GuestCode {
  const code = codes.get(text) ?? compileGuest(decodeBundle(text));
  codes.set(text, code);
  return code;
}
