/**
 * Builds the components of the laws from src/guest/ into components/, each from the world of its name, and copies
 * the vectors of docs/formats/ beside them, where the package has them. What has not changed since is not built again.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, glob, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { packComponents } from "../src/judge/component-archive.ts";
import { JUDGED_INTERFACES } from "../src/law/interfaces.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const FOLDER = at("../components");
const STAMPS = join(FOLDER, "stamps.json");
const ARCHIVE = join(FOLDER, "components.br");
const LAWS = join(FOLDER, "laws.json");
const CONTRACT = at("../../../wit");

/** Most that are built at once: each takes a processor. */
const AT_ONCE = 2;

/** Under which the stamp of all that components are made of is kept, beside those of their own. */
const SOURCES = "(sources)";

if (import.meta.main) await setup();

/** Vitest calls it before any test runs. */
export async function setup(): Promise<void> {
  const stamps = await readStamps();
  const sources = await stampOfSources();
  if (stamps[SOURCES] === sources && (await areThere())) return;
  await mkdir(FOLDER, { recursive: true });
  await copyVectors();
  await buildAll(stamps);
  await put(ARCHIVE, await packedComponents());
  await put(LAWS, await listedLaws());
  await put(STAMPS, JSON.stringify({ ...stamps, [SOURCES]: sources }, null, 2));
}

async function areThere(): Promise<boolean> {
  const files = [ARCHIVE, LAWS, ...JUDGED_INTERFACES.map((name) => join(FOLDER, `${name}.wasm`))];
  return Promise.all(files.map((file) => stat(file))).then(
    () => true,
    () => false,
  );
}

/** Of every file that may become part of a component or of the package: cheaper than to bundle them. */
async function stampOfSources(): Promise<string> {
  const hash = createHash("sha256");
  const patterns = [
    "src/guest/**/*.ts",
    "src/judge/component-archive.ts",
    "scripts/*.ts",
    "wit/*.wit",
    "../../wit/*.wit",
    "../../docs/formats/*vectors*",
  ];
  for await (const path of glob([...patterns, "node_modules/componentize-qjs/package.json"], { cwd: at("..") }))
    hash.update(path).update(await readFile(join(at(".."), path)));
  return hash.digest("hex");
}

async function buildAll(stamps: Record<string, string>): Promise<void> {
  const wit = await gatherWit();
  try {
    const rest = [...JUDGED_INTERFACES];
    const work = async () => {
      for (let name = rest.shift(); name !== undefined; name = rest.shift())
        stamps[name] = await build(name, wit, stamps[name]);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await rm(wit, { recursive: true });
  }
}

/** All components in one archive, which the package has in their place. */
async function packedComponents(): Promise<Uint8Array> {
  const components = JUDGED_INTERFACES.map(
    async (name) => [name, await readFile(join(FOLDER, `${name}.wasm`))] as const,
  );
  return packComponents(new Map(await Promise.all(components)));
}

/** In a process of its own, where packages are loaded from their sources. */
async function listedLaws(): Promise<string> {
  const program = ["--conditions=@airssys/source", at("./list-laws.ts")];
  return (await promisify(execFile)(process.execPath, program, { maxBuffer: 100_000_000 })).stdout;
}

async function copyVectors(): Promise<void> {
  const from = at("../../../docs/formats");
  const isVectors = (path: string) => path === from || path.endsWith(".vectors.json") || path.endsWith("vectors.md");
  await cp(from, at("../vectors"), { recursive: true, filter: isVectors });
}

/** The WIT of this package with the contract beside it, as componentize-qjs wants it. */
async function gatherWit(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "airssys-wit-"));
  await cp(at("../wit"), folder, { recursive: true });
  await cp(CONTRACT, join(folder, "deps", "airssys-wasm"), {
    recursive: true,
    filter: (path) => path === CONTRACT || path.endsWith(".wit"),
  });
  return folder;
}

/** Builds one component and answers the stamp of what it was made of. */
async function build(name: string, witPath: string, stamp: string | undefined): Promise<string> {
  const jsSource = await bundled(at(`../src/guest/components/${name}.ts`));
  const now = await computeStamp(jsSource, name);
  const file = join(FOLDER, `${name}.wasm`);
  if (now === stamp && (await stat(file).catch(() => undefined)) !== undefined) return now;
  const { componentize } = await import("componentize-qjs");
  // Without the newer kind of asynchronous calls, and without WASI: the laws need none of it, and few hosts have all.
  const { component } = await componentize({
    witPath,
    world: name,
    jsSource,
    sync: true,
    optSize: true,
    stubWasi: true,
  });
  await put(file, component);
  return now;
}

async function bundled(input: string): Promise<string> {
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({ input, platform: "neutral", external: /^airssys:/ });
  const { output } = await bundle.generate({});
  await bundle.close();
  return output[0].code;
}

async function computeStamp(code: string, name: string): Promise<string> {
  const engine = await readFile(at("../node_modules/componentize-qjs/package.json"), "utf8");
  const worlds = await readFile(at("../wit/conformance.wit"), "utf8");
  return createHash("sha256")
    .update(JSON.stringify([code, name, engine, worlds]))
    .digest("hex");
}

async function readStamps(): Promise<Record<string, string>> {
  try {
    return JSON.parse(await readFile(STAMPS, "utf8"));
  } catch {
    return {}; // then everything is built
  }
}

/** In one piece, for whoever reads at the same time. */
async function put(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, content);
  await rename(draft, file);
}
