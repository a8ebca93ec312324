/**
 * Makes pages of files that were written to be read in the repository.
 *
 * - A link to another Markdown file, or to a folder with a README, leads to its page.
 * - A link to any other file becomes plain text: the site does not have it.
 * - The first time that a page names an export, a package or a page's path as `code`, the name leads there.
 * - The line of tags under a title is left out.
 */
import { relative, sep } from "node:path";
import type { MarkdownRenderer } from "vitepress";
import { follow, placeAt, ROOT } from "./pages.ts";

type State = Parameters<Parameters<MarkdownRenderer["core"]["ruler"]["push"]>[1]>[0];
type Token = State["tokens"][number];

/** Adds these rules to a renderer. Symbols are the names that have a page of their own, with its path. */
export function repositoryLinks(md: MarkdownRenderer, symbols: ReadonlyMap<string, string>): void {
  md.core.ruler.push("repository_links", (state) => {
    const file: string | undefined = state.env.realPath ?? state.env.path;
    // A text of the configuration, in no file.
    if (file === undefined) return;
    const source = relative(ROOT, file).replaceAll(sep, "/");
    // API pages link each other already.
    if (source.startsWith("docs/api/")) return;
    state.tokens = withoutTags(state.tokens);
    const named = new Set<string>();
    state.tokens.forEach((token, index) => {
      if (token.type !== "inline" || token.children === null) return;
      leadLinksToPages(token.children, source);
      if (state.tokens[index - 1]?.type === "heading_open") return;
      token.children = withNamesLinked(token.children, state, (name) => {
        const route = symbols.get(name.replace(/\(.*\)$/s, "")) ?? routeOfPath(name);
        if (route === undefined || named.has(route)) return undefined;
        named.add(route);
        return route;
      });
    });
  });
}

function withoutTags(tokens: Token[]): Token[] {
  const index = tokens.findIndex(({ type, content }) => type === "inline" && content.startsWith("Tags: "));
  return index < 1 ? tokens : tokens.toSpliced(index - 1, 3);
}

function leadLinksToPages(tokens: readonly Token[], source: string): void {
  let isDropping = false;
  for (const token of tokens) {
    if (token.type === "link_open") isDropping = !leadsOn(token, source);
    if (!isDropping) continue;
    if (token.type === "link_open" || token.type === "link_close") {
      isDropping = token.type === "link_open";
      token.type = "text";
      token.content = "";
    }
  }
}

/** Whether the link leads somewhere in the site, or to another one. */
function leadsOn(link: Token, source: string): boolean {
  const href = link.attrGet("href") ?? "";
  if (/^([a-z]+:|#)/.test(href)) return true;
  const [path = "", anchor] = href.split("#");
  const { route } = follow(path, source);
  if (route === undefined) return false;
  link.attrSet("href", `/${route}${anchor === undefined ? "" : `#${anchor}`}`);
  return true;
}

function routeOfPath(name: string): string | undefined {
  const [, path = "", anchor = ""] = /^([\w./-]+)(#[\w-]+)?$/.exec(name) ?? [];
  const route = /\/|\.md$/.test(path) ? placeAt(path)?.route : undefined;
  return route === undefined ? undefined : route + anchor;
}

function withNamesLinked(
  tokens: readonly Token[],
  state: State,
  routeOfName: (name: string) => string | undefined,
): Token[] {
  let depth = 0;
  return tokens.flatMap((token) => {
    if (token.type === "link_open") depth += 1;
    if (token.type === "link_close") depth -= 1;
    if (token.type !== "code_inline" || depth > 0) return [token];
    const route = routeOfName(token.content);
    if (route === undefined) return [token];
    const open = new state.Token("link_open", "a", 1);
    open.attrSet("href", `/${route}`);
    return [open, token, new state.Token("link_close", "a", -1)];
  });
}
