// One process of the demo: `session.ts store FOLDER` keeps the Markdown files of a folder, `session.ts recall` tells what is kept.
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import ora from "ora";
import { duration, median } from "./format.ts";
import { openNotes } from "./open-notes.ts";
import { tellNotes, tellTags, tellUsage } from "./tell.ts";

type Notes = Awaited<ReturnType<typeof openNotes>>["notes"];

async function store(notes: Notes, folder: string): Promise<void> {
  const before = await notes.call("notes.all");
  console.log(`   ${before.length} notes were kept by earlier runs`);
  const files = (await Array.fromAsync(glob("**/*.md", { cwd: folder, exclude: isGenerated }))).sort();
  const spinner = ora({ text: "storing", indent: 3 }).start();
  const times: number[] = [];
  for (const file of files) {
    spinner.text = `storing ${times.length + 1} of ${files.length}: ${file}`;
    const markdown = await readFile(join(folder, file), "utf8");
    const start = performance.now();
    await notes.call("notes.add", file, markdown);
    times.push(performance.now() - start);
  }
  spinner.succeed(`${files.length} files stored, each in one durable commit; median ${duration(median(times))} a call`);
}

/** Folders that hold no notes: what tools wrote. */
function isGenerated(path: string): boolean {
  return /(^|\/)(node_modules|api)$/.test(path);
}

async function recall(notes: Notes): Promise<void> {
  const start = performance.now();
  const kept = await notes.call("notes.all");
  console.log(`   ${kept.length} notes read back in ${duration(performance.now() - start)}`);
  tellNotes(kept);
  const tags = [...new Set(kept.flatMap((note) => note.tags))].sort();
  const byTag = await Promise.all(tags.map(async (tag) => [tag, await notes.call("notes.tagged", tag)] as const));
  tellTags(byTag);
  tellUsage(await notes.call("notes.wordCount"), await notes.usage());
}

async function main(task: string | undefined, folder: string): Promise<void> {
  const opening = performance.now();
  const { notes, close } = await openNotes();
  console.log(`   component started in ${duration(performance.now() - opening)}`);
  await (task === "store" ? store(notes, folder) : recall(notes));
  await close();
}

const [task, folder = ""] = process.argv.slice(2);
await main(task, folder).catch((error: unknown) => {
  console.error(`\n   ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
