import wit from "@shikijs/langs/wit";
import { slug } from "github-slugger";
import { defineConfig } from "vitepress";
import { home } from "./home.ts";
import { EXCLUDED, ROOT, routeOf } from "./pages.ts";
import { repositoryLinks } from "./repository-links.ts";
import { placed, sidebars } from "./sidebar.ts";
import { readSymbols } from "./symbols.ts";

export default defineConfig({
  title: "airssys storage",
  description: "Durable key-value storage for WebAssembly components",
  lang: "en",
  base: process.env.AIRSSYS_SITE_BASE ?? "/",
  srcDir: ROOT,
  srcExclude: [...EXCLUDED],
  rewrites: routeOf,
  outDir: "site",
  metaChunk: true,
  cacheDir: "../.cache/site",
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${process.env.AIRSSYS_SITE_BASE ?? "/"}logo.svg` }]],
  markdown: {
    languages: wit,
    // The anchors that the files have in a repository's web pages, and that `check:links` knows.
    anchor: { slugify: slug },
    config: (md) => repositoryLinks(md, readSymbols()),
  },
  transformPageData: (page) => {
    if (page.relativePath === "index.md") page.frontmatter = { ...page.frontmatter, ...home };
  },
  buildEnd: ({ pages }) => {
    const known = new Set(["docs/index.md", ...placed()]);
    const lost = pages.filter((page) => !page.startsWith("docs/api/") && !known.has(page));
    if (lost.length > 0) throw new Error(`docs/.vitepress/sidebar.ts has no place for ${lost.join(", ")}`);
  },
  vite: { publicDir: "docs/.vitepress/public", build: { chunkSizeWarningLimit: 5_000 } },
  themeConfig: {
    logo: "/logo.svg",
    nav: [
      { text: "Guide", link: "/guide/" },
      { text: "Compare", link: "/comparison" },
      { text: "Examples", link: "/examples/" },
      { text: "API", link: "/api/", activeMatch: "^/api/" },
    ],
    sidebar: sidebars(),
    outline: [2, 3],
    search: {
      provider: "local",
      // Guides before API pages that use the same words.
      options: { miniSearch: { searchOptions: { boostDocument: (id: string) => (id.startsWith("/api/") ? 0.5 : 1) } } },
    },
  },
});
