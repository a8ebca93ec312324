// `pnpm demo [-- FOLDER]`: builds the notes component, stores a folder of Markdown in one process and reads it back in
// another.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { componentize } from "@airssys/componentize";
import { duration, size } from "./format.ts";
import { markdownFiles } from "./markdown-files.ts";
import { PLACES } from "./places.ts";
import { spinner } from "./spinner.ts";

const short = (path: string) => relative(PLACES.repository, path) || ".";

async function build(): Promise<void> {
  const progress = spinner(`building ${short(PLACES.entry)}`);
  const start = performance.now();
  const { component } = await componentize({
    entry: PLACES.entry,
    wit: PLACES.wit,
    world: "notes-component",
    conditions: ["@airssys/source"],
    cacheFolder: PLACES.components,
  }).finally(() => progress.stop());
  await mkdir(dirname(PLACES.component), { recursive: true });
  await writeFile(PLACES.component, component);
  const what = `${short(PLACES.component)}, ${size(component.length)}`;
  console.log(`   ✔ ${what}, in ${duration(performance.now() - start)}`);
}

async function session(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, ["--conditions=@airssys/source", PLACES.session, ...args], {
    stdio: "inherit",
  });
  console.log(`   process ${child.pid} opens ${short(PLACES.data)} with LMDB`);
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`process ${child.pid} ended with code ${code}`);
  console.log(`   process ${child.pid} ended`);
}

async function requireNotes(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined); // whatever the reason is, it cannot be used
  if (found === undefined) throw new Error(`there is no folder ${folder}`);
  if (!found.isDirectory()) throw new Error(`${folder} is a file; give the folder that it is in`);
  if ((await markdownFiles(folder)).length === 0) throw new Error(`there are no Markdown files in ${folder}`);
}

async function main(given: string | undefined): Promise<void> {
  const folder = given === undefined ? PLACES.docs : resolve(process.env.INIT_CWD ?? ".", given);
  await requireNotes(folder);
  console.log("\n1. A TypeScript component is built");
  await build();
  console.log(`\n2. A process stores the Markdown files of ${short(folder)}`);
  await session("store", folder);
  console.log("\n3. Another process finds them");
  await session("recall");
  console.log(
    `\nRun it again: the first process finds what this one left. To start afresh, delete ${short(PLACES.data)}.\n`,
  );
}

await main(process.argv.slice(2).find((argument) => argument !== "--")).catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
