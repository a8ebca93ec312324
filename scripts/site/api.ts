/** Writes the API pages of the site to `docs/api`: a folder for each entry of a package, a page for each export. */
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Application, type ProjectReflection } from "typedoc";

const ROOT = join(import.meta.dirname, "..", "..");

/** In the order of the sidebar. What several packages export has its page with the first of them. */
const PACKAGES = [
  "storage",
  "collections",
  "encryption",
  "componentize",
  "testing",
  "mock-guest",
  "runtime",
  "host",
  "backend",
  "backend-lmdb",
  "backend-rocksdb",
  "backend-sqlite",
  "backend-files",
  "engines",
  "backend-conformance",
  "cli",
  "conformance",
  "display",
  "inspector",
  "protocol",
];

const SOURCE = "@airssys/source";

/** The specifier of an import, such as `@airssys/host/node`, and the path of its source from the root. */
interface ApiEntry {
  readonly specifier: string;
  readonly source: string;
}

/**
 * Writes the pages.
 *
 * @returns whether TypeDoc found nothing wrong. It tells on the standard error what it finds, such as an export without
 * a comment or a link that leads nowhere.
 */
export async function writeApi(): Promise<boolean> {
  const entries = await apiEntries();
  const app = await Application.bootstrapWithPlugins({
    options: ROOT,
    entryPoints: entries.map(({ source }) => join(ROOT, source)),
  });
  const project = await app.convert();
  if (project === undefined) return false;
  nameModules(project, entries);
  app.validate(project);
  await rm(join(ROOT, "docs", "api"), { recursive: true, force: true });
  await app.generateOutputs(project);
  return !app.logger.hasErrors() && !app.logger.hasWarnings();
}

/** Every entry of every package that has TypeScript sources. */
async function apiEntries(): Promise<ApiEntry[]> {
  const missing = (await readdir(join(ROOT, "packages"))).filter((folder) => !PACKAGES.includes(folder));
  if (missing.length > 0) throw new Error(`PACKAGES in scripts/site/api.ts lacks ${missing.join(", ")}`);
  return (await Promise.all(PACKAGES.map(entriesOfPackage))).flat();
}

async function entriesOfPackage(folder: string): Promise<ApiEntry[]> {
  const text = await readFile(join(ROOT, "packages", folder, "package.json"), "utf8");
  const manifest: { name: string; exports: Record<string, string | Record<string, string>> } = JSON.parse(text);
  return Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    if (typeof target === "string" || target[SOURCE] === undefined) return [];
    return [{ specifier: `${manifest.name}${subpath.slice(1)}`, source: join("packages", folder, target[SOURCE]) }];
  });
}

/** Gives each module the name that one imports, in place of its path. */
function nameModules(project: ProjectReflection, entries: readonly ApiEntry[]): void {
  const names = new Map(entries.map(({ specifier, source }) => [join(ROOT, source), specifier]));
  for (const module of project.children ?? []) {
    const path = project.getSymbolIdFromReflection(module)?.fileName;
    const name = names.get(path ?? "");
    if (name === undefined) throw new Error(`${module.name} (${path}) is documented and is no entry of a package`);
    module.name = name;
  }
}
