/** Builds the page from src/page into dist/page with Vite. What has not changed since is not built again. */
import { createHash } from "node:crypto";
import { glob, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../src/page", import.meta.url));
const FOLDER = fileURLToPath(new URL("../dist/page", import.meta.url));
const STAMP = join(FOLDER, "stamp");

if (import.meta.main) await setup();

/** Builds the page, unless it is there. Vitest calls it before any test runs. */
export async function setup(): Promise<void> {
  const stamp = await stampOfSources();
  if ((await readFile(STAMP, "utf8").catch(() => "")) === stamp) return;
  const { build } = await import("vite"); // takes longer than to see that nothing has changed
  await build({
    root: ROOT,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: { outDir: FOLDER, emptyOutDir: true, target: "es2023", assetsInlineLimit: 0, modulePreload: false },
  });
  await writeFile(STAMP, stamp);
}

async function stampOfSources(): Promise<string> {
  const hash = createHash("sha256");
  const names = (await Array.fromAsync(glob("**/*", { cwd: ROOT }))).sort();
  for (const name of [...names.map((each) => join(ROOT, each)), fileURLToPath(import.meta.url)]) {
    if (!(await stat(name)).isFile()) continue;
    hash.update(name).update(await readFile(name));
  }
  return hash.digest("hex");
}
