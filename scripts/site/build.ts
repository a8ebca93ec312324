/**
 * Builds the site: API pages of the sources, then everything with VitePress, then a look at every link of what was
 * built. With `serve` it answers the built site on a local port, with `edit` the sources, drawn anew at every change.
 */
import { join } from "node:path";
import { build, createServer, serve } from "vitepress";
import { writeApi } from "./api.ts";
import { deadLinks } from "./dead-links.ts";

const DOCS = join(import.meta.dirname, "..", "..", "docs");
const SITE = join(DOCS, "site");

const [command = "build"] = process.argv.slice(2);
if (command === "serve") await serve({ root: DOCS, port: 4173 });
else if (command === "edit") await edit();
else if (command === "build") process.exitCode = (await buildSite()) ? 0 : 1;
else throw new TypeError(`build.ts knows "build", "serve" and "edit", and not "${command}"`);

async function buildSite(): Promise<boolean> {
  if (!(await writeApi())) return false;
  await build(DOCS);
  const dead = await deadLinks(SITE);
  for (const { page, link, why } of dead) process.stderr.write(`${page}: the link ${link} is dead: ${why}\n`);
  return dead.length === 0;
}

async function edit(): Promise<void> {
  await writeApi();
  const server = await createServer(DOCS);
  await server.listen();
  server.printUrls();
}
