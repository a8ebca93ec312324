import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PLACES } from "../places.ts";
import { PeerError } from "./peer-error.ts";
import { PEER_VERSIONS, type PeerName, peerTitle } from "./peer-packages.ts";

/**
 * Installs what is measured beside this project, with npm and into a folder of its own, unless it is there. No script
 * of any package is run.
 *
 * @throws PeerError `npm-not-found`, `not-installed`
 */
export async function installPeers(progress: (doing: string) => void): Promise<void> {
  if (await isInstalled()) return;
  await rm(PLACES.peers, { recursive: true, force: true });
  await mkdir(PLACES.peers, { recursive: true });
  await writeFile(MANIFEST, MANIFEST_TEXT);
  await runNpm(progress);
}

const MANIFEST = join(PLACES.peers, "package.json");
const MANIFEST_TEXT = `${JSON.stringify({ private: true, dependencies: PEER_VERSIONS }, undefined, 2)}\n`;
/** npm writes it when everything else is done. */
const DONE = join(PLACES.peers, "node_modules", ".package-lock.json");
const NAMES = (Object.keys(PEER_VERSIONS) as PeerName[]).map(peerTitle).join(" and "); // its keys are those names
const ARGUMENTS = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=http"];
const LINES_KEPT = 8;

async function isInstalled(): Promise<boolean> {
  try {
    await access(DONE);
    return (await readFile(MANIFEST, "utf8")) === MANIFEST_TEXT;
  } catch {
    return false; // never installed, or not to the end
  }
}

async function runNpm(progress: (doing: string) => void): Promise<void> {
  const began = performance.now();
  const tell = (files: number) => {
    const seconds = Math.round((performance.now() - began) / 1_000);
    progress(`npm installs ${NAMES} (about 180 MB): ${files} files fetched, ${seconds} s`);
  };
  // Only a shell finds npm on Windows.
  const npm = spawn("npm", ARGUMENTS, {
    cwd: PLACES.peers,
    shell: process.platform === "win32",
    stdio: ["ignore", "ignore", "pipe"],
  });
  let fetched = 0;
  const failures: string[] = [];
  createInterface({ input: npm.stderr }).on("line", (line) => {
    if (line.startsWith("npm http fetch")) tell(++fetched);
    else if (/^npm error (?! +at )/.test(line)) failures.push(line);
  });
  tell(fetched);
  const [code] = await ended(npm);
  if (code === 0) return;
  const why = failures.slice(0, LINES_KEPT).join("\n");
  throw new PeerError("not-installed", `npm could not install ${NAMES} into ${PLACES.peers}:\n${why}`);
}

async function ended(npm: ReturnType<typeof spawn>): Promise<unknown[]> {
  try {
    return await once(npm, "close");
  } catch (cause) {
    throw new PeerError("npm-not-found", `${NAMES} are installed with npm, and there is no npm here`, { cause });
  }
}
