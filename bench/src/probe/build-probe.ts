import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { componentize } from "@airssys/componentize";
import { PLACES } from "../places.ts";

/** What the component was made of, when it was built last. */
interface Built {
  readonly files: readonly string[];
  readonly digest: string;
}

const COMPONENT = join(PLACES.cache, "probe.wasm");
const BUILT = join(PLACES.cache, "probe.json");

/** The component that does what is measured. It is built when a file that it is made of has changed since. */
export async function buildProbe(progress: (doing: string) => void): Promise<Uint8Array> {
  const kept = await keptProbe();
  if (kept !== undefined) return kept;
  progress("building the component");
  const options = { entry: PLACES.probeEntry, wit: PLACES.probeWit, conditions: ["@airssys/source"] };
  const { component, files } = await componentize(options);
  const built: Built = { files, digest: await digestOf(files) };
  await mkdir(PLACES.cache, { recursive: true });
  await writeFile(COMPONENT, component);
  await writeFile(BUILT, JSON.stringify(built));
  return component;
}

async function keptProbe(): Promise<Uint8Array | undefined> {
  try {
    const { files, digest } = JSON.parse(await readFile(BUILT, "utf8")) as Built;
    return digest === (await digestOf(files)) ? await readFile(COMPONENT) : undefined;
  } catch {
    return undefined; // never built, or one of its files is gone
  }
}

async function digestOf(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(await readFile(file));
  return hash.digest("hex");
}
