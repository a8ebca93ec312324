/** The page of each name that a package exports. */
import { readdirSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { placeAt, ROOT } from "./pages.ts";

const API = join(ROOT, "docs", "api");

/**
 * From a name, or what one imports, to the path of its page; that of a package is its README. A name that two packages
 * export differently has none.
 */
export function readSymbols(): ReadonlyMap<string, string> {
  const routes = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const path of apiPages()) {
    const name = nameOf(path);
    const route = placeAt(name.replace("@airssys/", "packages/"))?.route ?? posix.join("api", path);
    if (routes.has(name)) ambiguous.add(name);
    else routes.set(name, route);
  }
  for (const name of ambiguous) routes.delete(name);
  return routes;
}

/** The pages, by their paths below `docs/api`, in the order of their names. */
export function apiPages(): string[] {
  return readdirSync(API, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => relative(API, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((path) => path !== "index.md")
    .sort();
}

/** `@airssys/host/functions/openHost.md` is `openHost`, `@airssys/host/node/index.md` is `@airssys/host/node`. */
function nameOf(path: string): string {
  return path.endsWith("/index.md") ? path.slice(0, -"/index.md".length) : posix.basename(path, ".md");
}
