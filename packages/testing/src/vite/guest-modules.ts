// The modules through which a test runner that is made of Vite has guests bundled. The script of a guest is a module of
// Vite, so that its positions in stack traces and reports of coverage are taken back to the files that it was made of;
// but it is run elsewhere. What is known of it is another module, which the harness imports.
import type { GuestRequest } from "../mock/guest-text.ts";

/** Where the way to have a guest bundled is left for the harness, which is not part of Vite's world. */
export const BUNDLER: unique symbol = Symbol.for("@airssys/testing:bundler");

/** Where the way to have files watched is left for the harness. */
export const WATCHER: unique symbol = Symbol.for("@airssys/testing:watcher");

const WATCH_PREFIX = "virtual:airssys-watched/";

/** A module that says nothing, and has tests run again when one of these files changes. */
export function watchModule(files: readonly string[]): string {
  return WATCH_PREFIX + Buffer.from(JSON.stringify(files)).toString("base64url");
}

/** Which files a module has watched, if it is for that. */
export function watchedIn(id: string): readonly string[] | undefined {
  if (!id.startsWith(WATCH_PREFIX)) return undefined;
  return JSON.parse(Buffer.from(id.slice(WATCH_PREFIX.length), "base64url").toString()) as string[];
}

const TEXT_QUERY = "?airssys-guest-text=";

/** The module whose default export is the text of a guest. */
export function textModule(request: GuestRequest): string {
  return `${request.entry}${TEXT_QUERY}${Buffer.from(JSON.stringify(request)).toString("base64url")}`;
}

/** Which guest a module is the text of, if it is one. */
export function requestIn(id: string): GuestRequest | undefined {
  const at = id.indexOf(TEXT_QUERY);
  if (at < 0) return undefined;
  return JSON.parse(
    Buffer.from(id.slice(at + TEXT_QUERY.length).split("&")[0] ?? "", "base64url").toString(),
  ) as GuestRequest;
}
