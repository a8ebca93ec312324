/** The sidebars of the site. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { DefaultTheme } from "vitepress";
import { ROOT, routeOf } from "./pages.ts";
import { apiPages } from "./symbols.ts";

type Item = DefaultTheme.SidebarItem;

/** The guides and documents: groups of files, in reading order. A text in front of a file replaces its title. */
const GROUPS: readonly { text: string; isClosed?: boolean; files: readonly (string | [string, string])[] }[] = [
  {
    text: "Start",
    files: [
      ["Overview", "README.md"],
      ["When to use it", "docs/comparison.md"],
      ["How it works", "docs/architecture.md"],
    ],
  },
  {
    text: "Write components",
    files: [
      ["From an empty folder", "docs/guide/README.md"],
      "docs/guide/collections.md",
      "docs/guide/encryption.md",
      "docs/guide/testing.md",
      "docs/guide/mock-mode.md",
      "docs/guide/quickjs.md",
    ],
  },
  {
    text: "Run components",
    files: [
      ["Load, start, call", "packages/runtime/README.md"],
      ["Grants, quotas, audit", "packages/host/README.md"],
      "docs/guide/engines.md",
      "docs/guide/operations.md",
      "docs/guide/inspector.md",
      "docs/reliability.md",
      ["Security", "SECURITY.md"],
      "docs/threat-model.md",
    ],
  },
  {
    text: "Write a host",
    files: [
      "docs/guide/host.md",
      "docs/guide/engine.md",
      ["The contract", "docs/contract.md"],
      ["The WIT files", "wit/README.md"],
      ["The laws", "packages/conformance/README.md"],
      ["Broken hosts they find", "packages/conformance/MUTANTS.md"],
    ],
  },
  { text: "Other packages", files: packages(["runtime", "host", "conformance"]) },
  { text: "Examples", isClosed: true, files: [["All examples", "examples/README.md"], ...readmes("examples")] },
  { text: "Formats", isClosed: true, files: markdown("docs/formats") },
  { text: "Decisions", isClosed: true, files: [["All decisions", "docs/adr/README.md"], ...markdown("docs/adr")] },
  {
    text: "Bugs of our tools",
    isClosed: true,
    files: [["All bugs", "docs/upstream/README.md"], ...markdown("docs/upstream")],
  },
  {
    text: "The project",
    files: [
      ["Benchmarks", "bench/README.md"],
      ["Contributing", "CONTRIBUTING.md"],
      ["Style", "STYLE.md"],
    ],
  },
];

/** The sidebars, by the beginning of the address. Beside an API page are the exports of its own entry alone. */
export function sidebars(): DefaultTheme.Sidebar {
  const pages = apiPages();
  const entries = pages
    .filter((path) => path.endsWith("/index.md"))
    .map((path) => posix.dirname(path))
    .sort();
  const itemsWith = (open: string): Item[] =>
    entries.map((entry) => ({
      text: entry.replace("@airssys/", ""),
      link: addressOf(posix.join("api", entry, "index.md")),
      ...(entry === open ? { items: exportsOf(entry, pages) } : {}),
    }));
  const sidebarOf = (open: string): [string, Item[]] => [
    posix.join("/api", open, "/"),
    [{ text: "API", items: itemsWith(open) }],
  ];
  return { "/": documents(), ...Object.fromEntries(["", ...entries].map(sidebarOf)) };
}

/** The documents that have a place beside the pages. */
export function placed(): string[] {
  return GROUPS.flatMap(({ files }) => files.map((file) => (typeof file === "string" ? file : file[1])));
}

function documents(): Item[] {
  return GROUPS.map(({ text, isClosed, files }) => ({
    text,
    ...(isClosed === undefined ? {} : { collapsed: isClosed }),
    items: files.map((file) => {
      const [title, path] = typeof file === "string" ? [titleOf(file), file] : file;
      return { text: title, link: addressOf(routeOf(path)) };
    }),
  }));
}

function exportsOf(entry: string, pages: readonly string[]): Item[] {
  return pages
    .filter((path) => posix.dirname(posix.dirname(path)) === entry && !path.endsWith("/index.md"))
    .map((path) => ({ text: posix.basename(path, ".md"), link: addressOf(posix.join("api", path)) }))
    .sort((one, other) => one.text.localeCompare(other.text, "en"));
}

function addressOf(route: string): string {
  return `/${route.replace(/(index)?\.md$/, "")}`;
}

function titleOf(path: string): string {
  const title = /^# (.+)$/m.exec(readFileSync(join(ROOT, path), "utf8"))?.[1];
  if (title === undefined) throw new Error(`${path} has no title: a line that begins with "# "`);
  return title.replaceAll("`", "");
}

function markdown(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".md") && name !== "README.md");
  return names.sort().map((name) => `${folder}/${name}`);
}

function readmes(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${folder}/${name}/README.md`)
    .sort();
}

function packages(placedElsewhere: readonly string[]): string[] {
  return readmes("packages").filter((path) => !placedElsewhere.includes(path.split("/")[1] ?? ""));
}
