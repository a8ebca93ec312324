/**
 * Packs every public package and looks at the tarballs from outside: publint and attw find nothing, no trace of the
 * workspace is left, a project that installs them with npm can import every entry, bundle the guest's ones and compile
 * against them. Their READMEs link nothing that is not in them, and the contract has their version. What becomes part
 * of components weighs no more than its README says. The page of the inspector is there.
 *
 * Reads `dist`, so `tsc --build` comes first.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFault, importFault, install, installedManifest, typesFault } from "./packages/consumer.ts";
import { contractFault } from "./packages/contract.ts";
import { GUEST_PACKAGES } from "./packages/guest.ts";
import { type Entry, entriesOf, type Manifest, publishFaults, versionFault } from "./packages/manifest.ts";
import { type PackedPackage, packAll } from "./packages/pack.ts";
import { pageFault } from "./packages/page.ts";
import { readmeFaults } from "./packages/readme.ts";
import { sizeFaults } from "./packages/sizes.ts";
import { run } from "./run.ts";

await main();

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "airssys-packages-"));
  try {
    const faults = await faultsOf(await packAll(folder), folder);
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    process.exitCode = faults.length === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function faultsOf(packages: readonly PackedPackage[], folder: string): Promise<string[]> {
  await install(packages, folder);
  const manifests = await Promise.all(packages.map(({ name }) => installedManifest(name, folder)));
  const entries = manifests.flatMap(entriesOf);
  const faults: (string | undefined)[] = [
    versionFault(manifests),
    await contractFault(folder),
    await typesFault(entries, folder),
    await pageFault(folder),
  ];
  for (const [index, packed] of packages.entries()) {
    const manifest = manifests[index];
    if (manifest === undefined) continue;
    faults.push(...publishFaults(packed.source, manifest).map((fault) => `${manifest.name}: ${fault}`));
    faults.push(await publintFault(packed, folder), await attwFault(packed, manifest, folder));
    faults.push(...(await readmeFaults(manifest.name, folder)), ...(await useFaults(manifest, folder)));
  }
  return faults.filter((fault) => fault !== undefined);
}

async function publintFault({ tarball }: PackedPackage, folder: string): Promise<string | undefined> {
  const { code, output } = await run("publint", ["run", tarball, "--strict"], folder);
  return code === 0 ? undefined : output;
}

/** Packages without code have types that attw does not know how to look at; the compiler looks at them anyway. */
async function attwFault({ tarball }: PackedPackage, manifest: Manifest, folder: string): Promise<string | undefined> {
  if (!entriesOf(manifest).some(({ hasCode }) => hasCode)) return undefined;
  const { code, output } = await run("attw", [tarball, "--profile", "esm-only"], folder);
  return code === 0 ? undefined : output;
}

async function useFaults(manifest: Manifest, folder: string): Promise<(string | undefined)[]> {
  const use: (entry: Entry, folder: string) => Promise<string | undefined> = GUEST_PACKAGES.has(manifest.name)
    ? bundleFault
    : importFault;
  const faults: (string | undefined)[] = [];
  for (const entry of entriesOf(manifest)) {
    if (entry.hasCode) faults.push(await use(entry, folder));
  }
  if (GUEST_PACKAGES.has(manifest.name)) faults.push(...(await sizeFaults(manifest.name, folder)));
  return faults;
}
