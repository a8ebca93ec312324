/** Finds links of a built site that lead nowhere: to a page, file or anchor that it does not have. */
import { readdir, readFile } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import { Parser } from "htmlparser2";

export interface DeadLink {
  /** Path of the page from the site's folder. */
  readonly page: string;
  /** As the page has it. */
  readonly link: string;
  readonly why: string;
}

interface Page {
  readonly links: readonly string[];
  readonly ids: ReadonlySet<string>;
}

/** Reads every page of the folder. The site must be built for the root of its host. */
export async function deadLinks(folder: string): Promise<DeadLink[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
  const pages = new Map<string, Page>();
  for (const file of files.filter((name) => name.endsWith(".html"))) {
    pages.set(file, readPage(await readFile(join(folder, file), "utf8")));
  }
  const known = new Set(files);
  return Array.from(pages).flatMap(([page, { links }]) =>
    [...new Set(links)].flatMap((link) => {
      const why = faultOf(link, page, pages, known);
      return why === undefined ? [] : [{ page, link, why }];
    }),
  );
}

function readPage(html: string): Page {
  const links: string[] = [];
  const ids = new Set<string>();
  const parser = new Parser({
    onopentag(_, attributes) {
      for (const name of ["href", "src"]) {
        const link = attributes[name];
        if (link !== undefined) links.push(link);
      }
      if (attributes.id !== undefined) ids.add(attributes.id);
    },
  });
  parser.end(html);
  return { links, ids };
}

function faultOf(
  link: string,
  page: string,
  pages: ReadonlyMap<string, Page>,
  files: ReadonlySet<string>,
): string | undefined {
  // Of another site, and not ours to visit.
  if (/^[a-z][a-z+.-]*:|^\/\//.test(link)) return undefined;
  const { pathname, hash } = new URL(link, `http://site/${page}`);
  const path = posix.join(".", decodeURIComponent(pathname).slice(1));
  const target = [path, posix.join(path, "index.html"), `${path}.html`].find((candidate) => files.has(candidate));
  if (target === undefined) return `there is no ${path}`;
  const anchor = decodeURIComponent(hash.slice(1));
  if (anchor === "" || pages.get(target)?.ids.has(anchor) !== false) return undefined;
  return `${target} has no anchor "${anchor}"`;
}
