// Virtual modules through which Vite bundles guests. The script of a guest is a module of Vite, so that stack traces
// and coverage reports show the files that it was bundled from; but it runs elsewhere. A second module carries the
// bundle as data to the harness.
import type { GuestRequest } from "@airssys/mock-guest/bundle";

const WATCH_PREFIX = "virtual:airssys-watched/";

/** Returns the id of an empty module that has tests run again when one of these files changes. */
export function watchModule(files: readonly string[]): string {
  return WATCH_PREFIX + Buffer.from(JSON.stringify(files)).toString("base64url");
}

/** Returns the files that such a module watches, or `undefined` for any other id. */
export function watchedIn(id: string): readonly string[] | undefined {
  if (!id.startsWith(WATCH_PREFIX)) return undefined;
  return JSON.parse(Buffer.from(id.slice(WATCH_PREFIX.length), "base64url").toString()) as string[];
}

const TEXT_QUERY = "?airssys-guest-text=";

/** Returns the id of the module whose default export is the bundle of a guest. */
export function textModule(request: GuestRequest): string {
  return `${request.entry}${TEXT_QUERY}${Buffer.from(JSON.stringify(request)).toString("base64url")}`;
}

/** Returns the guest that such a module bundles, or `undefined` for any other id. */
export function requestIn(id: string): GuestRequest | undefined {
  const at = id.indexOf(TEXT_QUERY);
  if (at < 0) return undefined;
  return JSON.parse(
    Buffer.from(id.slice(at + TEXT_QUERY.length).split("&")[0] ?? "", "base64url").toString(),
  ) as GuestRequest;
}
