// One process of the demo: `session.ts store FOLDER` keeps the Markdown files of a folder, `session.ts recall` tells
// what is kept.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { duration, median } from "./format.ts";
import { markdownFiles } from "./markdown-files.ts";
import { openNotes } from "./open-notes.ts";
import { reasonOf } from "./reason.ts";
import { spinner } from "./spinner.ts";
import { tellNotes, tellTags, tellUsage } from "./tell.ts";

type Notes = Awaited<ReturnType<typeof openNotes>>["notes"];

async function store(notes: Notes, folder: string): Promise<void> {
  const before = await notes.call("notes.all");
  console.log(`   ${before.length} notes were kept by earlier runs`);
  const files = await markdownFiles(folder);
  const { times, skipped } = await storeEach(notes, folder, files);
  for (const [file, reason] of skipped) console.log(`   skipped ${file}: ${reason}`);
  if (times.length === 0) throw new Error(`no file was stored, ${skipped.length} skipped`);
  const counts = `${times.length} stored, ${skipped.length} skipped`;
  console.log(`   ✔ ${counts}; each in one durable commit, median ${duration(median(times))} a call`);
}

interface Stored {
  /** How long each call took that stored a file. */
  readonly times: number[];
  readonly skipped: [file: string, reason: string][];
}

/** A file that cannot be read or stored is no reason to leave out the others. */
async function storeEach(notes: Notes, folder: string, files: readonly string[]): Promise<Stored> {
  const stored: Stored = { times: [], skipped: [] };
  const progress = spinner("storing");
  for (const [index, file] of files.entries()) {
    progress.text = `storing ${index + 1} of ${files.length}: ${file}`;
    try {
      const markdown = await readFile(join(folder, file), "utf8");
      const start = performance.now();
      await notes.call("notes.add", file, markdown);
      stored.times.push(performance.now() - start);
    } catch (error) {
      stored.skipped.push([file, reasonOf(error)]);
    }
  }
  progress.stop();
  return stored;
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
  try {
    await (task === "store" ? store(notes, folder) : recall(notes));
  } finally {
    await close();
  }
}

const [task, folder = ""] = process.argv.slice(2);
await main(task, folder).catch((error: unknown) => {
  console.error(`   ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
