/** Which Markdown files of the repository are pages of the site, and under which address. */
import { existsSync } from "node:fs";
import { join, posix } from "node:path";

export const ROOT: string = join(import.meta.dirname, "..", "..");

/** Files that are not pages. `docs/README.md` lists the documents for those who read them in the repository. */
export const EXCLUDED: readonly string[] = [
  ".*/**",
  "docs/README.md",
  "docs/site/**",
  "**/CHANGELOG.md",
  "**/test/**",
  "**/node_modules/**",
  "bench/results/**",
  "packages/conformance/vectors/**",
];

/** The path of a page in the site, from the path of its source in the repository: `guide/index.md`. */
export function routeOf(source: string): string {
  if (source === "README.md") return "overview.md";
  const path = source.replace(/^docs\//, "").replace(/(^|\/)README\.md$/, "$1index.md");
  return path.startsWith("api/") ? path : path.toLowerCase();
}

/** A place in the repository that a link means. */
export interface Place {
  /** Path from the root. */
  readonly path: string;
  /** The path of its page in the site, if it has one. */
  readonly route: string | undefined;
}

/**
 * Follows a relative link of a file.
 *
 * @throws Error if there is nothing at that path.
 */
export function follow(link: string, source: string): Place {
  const path = posix.join(posix.dirname(source), decodeURIComponent(link)).replace(/\/$/, "");
  const place = placeAt(path);
  if (place === undefined) throw new Error(`${source}: the link ${link} leads to ${path}, and there is no such file`);
  return place;
}

/** Returns the page at a path from the root, or `undefined` if there is none. The page of a folder is its README. */
export function placeAt(path: string): Place | undefined {
  if (path.startsWith("..") || !existsSync(join(ROOT, path))) return undefined;
  if (path === "docs" || path === "docs/README.md") return { path, route: "index.md" };
  const readme = posix.join(path, "README.md");
  if (path.split("/").some((name) => name.startsWith("."))) return { path, route: undefined };
  const page = path.endsWith(".md") ? path : existsSync(join(ROOT, readme)) ? readme : undefined;
  return { path, route: page === undefined ? undefined : routeOf(page) };
}
