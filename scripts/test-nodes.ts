/**
 * Packs every public package, installs the tarballs with plain npm in an empty folder, and imports every entry on each
 * Node that the packages promise to run on. Guest entries import the contract, which no Node has: they are bundled.
 *
 * Reads `dist`, so `tsc --build` comes first. Takes a minute or two; not a part of `pnpm check`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFault, importFault, install, installedManifest } from "./packages/consumer.ts";
import { GUEST_PACKAGES } from "./packages/guest.ts";
import { entriesOf } from "./packages/manifest.ts";
import { packAll } from "./packages/pack.ts";
import { run } from "./run.ts";

/** The oldest that `engines` of the packages allow, and the one that this repository runs on. */
const VERSIONS = ["22.13.0", "24"];

const folder = await mkdtemp(join(tmpdir(), "airssys-nodes-"));
try {
  const packages = await packAll(folder);
  await install(packages, folder);
  const entries = (await Promise.all(packages.map(({ name }) => installedManifest(name, folder))))
    .flatMap((manifest) =>
      entriesOf(manifest).map((entry) => ({ ...entry, isGuest: GUEST_PACKAGES.has(manifest.name) })),
    )
    .filter(({ hasCode }) => hasCode);
  const faults: (string | undefined)[] = [];
  for (const version of VERSIONS) {
    const node = await nodeOf(version);
    const { stdout } = await run(node, ["--version"], folder);
    for (const entry of entries.filter(({ isGuest }) => !isGuest)) {
      const fault = await importFault(entry, folder, node);
      if (fault !== undefined) faults.push(`Node ${version}: ${fault}`);
    }
    process.stdout.write(`${stdout.trim()}: ${entries.filter(({ isGuest }) => !isGuest).length} entries imported\n`);
  }
  for (const entry of entries.filter(({ isGuest }) => isGuest)) faults.push(await bundleFault(entry, folder));
  for (const fault of faults) if (fault !== undefined) process.stderr.write(`${fault}\n`);
  process.exitCode = faults.some((fault) => fault !== undefined) ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The program of a version, which the package `node` of npm ships. */
async function nodeOf(version: string): Promise<string> {
  const place = join(folder, "nodes", version);
  const { code, output } = await run(
    "npm",
    ["install", "--prefix", place, "--no-audit", "--no-fund", `node@${version}`],
    folder,
  );
  if (code !== 0) throw new Error(`npm install of node@${version} failed:\n${output}`);
  return join(place, "node_modules", "node", "bin", "node");
}
