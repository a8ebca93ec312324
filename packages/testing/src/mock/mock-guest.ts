import type { GuestEnvironment, GuestSource, OpenGuest } from "@airssys/runtime";
import { type GuestCode, guestCode } from "./guest-code.ts";
import { errorOf, type GuestFailure } from "./guest-failure.ts";
import { decoded, type EncodedGuest, type GuestRequest, guestText } from "./guest-text.ts";
import { ScriptGuest } from "./script-guest.ts";

/** Which guest to run, and how. */
export interface MockGuestOptions extends GuestRequest {
  /** What time it is for the guest, in milliseconds since 1970 UTC, unless its component has a clock of its own. */
  readonly clock: () => number;
}

/**
 * A guest whose code runs in this process, without a component being built: for `loadGuest` of `@airssys/runtime`. Each
 * instance has a realm of its own, with the globals that a component has, and values cross as they do at the border of
 * a component.
 *
 * The host must answer at once: the code cannot be suspended while an engine works.
 *
 * @throws ComponentizeError as `componentize` does, for the same mistakes; MockError `unsupported` for what needs a
 * component
 */
export async function mockGuest({ clock, ...request }: MockGuestOptions): Promise<GuestSource> {
  const text = await (textFromTestRunner() ?? guestText)(request);
  if ("failure" in text) throw errorOf(text);
  const code = compiled(text);
  const openGuest = (surroundings: GuestEnvironment) =>
    new ScriptGuest(code, { ...surroundings, clock: surroundings.clock ?? clock });
  await proveOnce(code, openGuest);
  return { imports: code.imports, exports: code.exported, openGuest };
}

/** Codes that have run without a host. */
const proven = new WeakSet<GuestCode>();

/** What fails as it is started without a host fails when a component is built. */
async function proveOnce(code: GuestCode, openGuest: OpenGuest): Promise<void> {
  if (proven.has(code)) return;
  await openGuest(NOWHERE).start();
  proven.add(code);
}

const NOWHERE: GuestEnvironment = { imports: {}, stdout: () => {}, stderr: () => {}, clock: undefined };

const codes = new WeakMap<EncodedGuest, GuestCode>();

function compiled(text: EncodedGuest): GuestCode {
  const code = codes.get(text) ?? guestCode(decoded(text));
  codes.set(text, code);
  return code;
}

/** Where a test runner leaves its own way to bundle a guest: see `@airssys/testing/vite`. */
const BUNDLER = Symbol.for("@airssys/testing:bundler");

function textFromTestRunner(): Bundler | undefined {
  return (globalThis as { [BUNDLER]?: Bundler })[BUNDLER];
}

type Bundler = (request: GuestRequest) => Promise<EncodedGuest | GuestFailure>;
