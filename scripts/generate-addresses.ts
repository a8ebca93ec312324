/**
 * Writes what follows from the address in the root `package.json` into the manifests and documents of the packages that
 * are published. `--check` writes nothing: it exits with 1 and names the files that are not what the address says.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Address, addressed, fieldsOf } from "./packages/address.ts";

const ROOT = join(import.meta.dirname, "..");

const address: Address = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
const folders = ["wit", ...(await readdir(join(ROOT, "packages"))).map((name) => `packages/${name}`)];
const changed = (await Promise.all(folders.map(changesIn))).flat();
if (!process.argv.includes("--check")) {
  for (const { path, text } of changed) await writeFile(join(ROOT, path), text);
} else if (changed.length > 0) {
  const names = changed.map(({ path }) => `  ${path}\n`).join("");
  process.stderr.write(`These do not have the address of the root package.json:\n${names}Run \`pnpm generate\`.\n`);
  process.exitCode = 1;
}

interface Change {
  readonly path: string;
  readonly text: string;
}

async function changesIn(folder: string): Promise<Change[]> {
  const names = (await readdir(join(ROOT, folder))).filter((name) => name.endsWith(".md") && name !== "CHANGELOG.md");
  const changes: Change[] = [];
  for (const name of [...names, "package.json"]) {
    const path = `${folder}/${name}`;
    const before = await readFile(join(ROOT, path), "utf8");
    const text = name === "package.json" ? manifestUnder(before, folder) : addressed(before, address, ROOT);
    if (text !== before) changes.push({ path, text });
  }
  return changes;
}

/** The fields stand after `license`, where npm puts them. */
function manifestUnder(before: string, folder: string): string {
  const fields = fieldsOf(address, folder);
  const kept = Object.entries(JSON.parse(before)).filter(([name]) => !(name in fields));
  const after = kept.flatMap(([name, value]) =>
    name === "license" ? [[name, value], ...Object.entries(fields)] : [[name, value]],
  );
  const manifest = Object.fromEntries(after.filter(([, value]) => value !== undefined));
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
