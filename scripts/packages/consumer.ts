/** A project outside the workspace that uses the packed packages the way anybody would. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { run } from "../run.ts";
import type { Entry, Manifest } from "./manifest.ts";
import type { PackedPackage } from "./pack.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/**
 * Installs the tarballs and their peers with plain npm. Packages of this repository that they need are the tarballs,
 * too.
 */
export async function install(packages: readonly PackedPackage[], folder: string): Promise<void> {
  const tarballs = Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const peers: Record<string, string> = Object.assign({}, ...packages.map(({ source }) => source.peerDependencies));
  const dependencies = { ...peers, ...tarballs };
  const manifest = { name: "consumer", private: true, type: "module", dependencies, overrides: tarballs };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  const args = ["install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  const { code, output } = await run("npm", args, folder);
  if (code !== 0) throw new Error(`npm install of the tarballs failed:\n${output}`);
}

/** The `package.json` of an installed package. */
export async function installedManifest(name: string, folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "node_modules", name, "package.json"), "utf8"));
}

/** Imports an entry under this Node, or another one. Answers what went wrong, if something did. */
export async function importFault({ specifier }: Entry, folder: string, node = "node"): Promise<string | undefined> {
  const program = `await import(${JSON.stringify(specifier)})`;
  const { code, output } = await run(node, ["--input-type=module", "--eval", program], folder);
  return code === 0 ? undefined : `import of ${specifier} fails:\n${output}`;
}

/** Bundles an entry for a component, where only the contract comes from outside. */
export async function bundleFault({ specifier }: Entry, folder: string): Promise<string | undefined> {
  const input = join(folder, "guest.js");
  await writeFile(input, `import * as entry from ${JSON.stringify(specifier)};\nconsole.log(entry);\n`);
  try {
    const bundle = await rolldown({ input, platform: "neutral", external: /^airssys:/, onwarn: rejectWarning });
    await bundle.generate();
    await bundle.close();
    return undefined;
  } catch (error) {
    return `bundling of ${specifier} for a component fails:\n${String(error)}`;
  }
}

/** An import that leads nowhere is but a warning to the bundler. */
function rejectWarning(warning: { readonly message: string }): never {
  throw new Error(warning.message);
}

/** Compiles a program that imports every entry, declarations included. Answers what the compiler says. */
export async function typesFault(entries: readonly Entry[], folder: string): Promise<string | undefined> {
  const lines = entries.map(({ specifier }) => `import "${specifier}";\n`);
  await writeFile(join(folder, "consumer.ts"), lines.join(""));
  const compilerOptions = {
    target: "es2023",
    module: "nodenext",
    strict: true,
    noUncheckedSideEffectImports: true,
    noEmit: true,
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules", "@types")],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
  const { code, output } = await run("tsc", ["--project", folder], folder);
  return code === 0 ? undefined : `the types do not compile in a project that uses them:\n${output}`;
}
