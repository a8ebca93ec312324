/** Finds comment lines that are longer than the lines of code may be, which the formatter leaves as they are. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./run.ts";

const ROOT = join(import.meta.dirname, "..");

/** As in `biome.json`. */
const COLUMNS_MAX = 120;

/** Generated of the WIT, whose own comments they repeat. */
const GENERATED = "wit/types/";

/** A comment, alone in its line or after code; not the `//` of an address, or one in a text. */
const COMMENT = /^\s*(?:\/\/|\/?\*)|[;,{}] \/\/ /;

const { output } = await run("git", ["ls-files", "*.ts", "*.tsx"], ROOT);
const files = output.split("\n").filter((file) => file !== "" && !file.startsWith(GENERATED));
const faults = (await Promise.all(files.map(longComments))).flat();
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

async function longComments(file: string): Promise<string[]> {
  const lines = (await readFile(join(ROOT, file), "utf8")).split("\n");
  return lines.flatMap((line, index) =>
    line.length > COLUMNS_MAX && COMMENT.test(line)
      ? [`${file}:${index + 1} is a comment of ${line.length} columns; wrap it at ${COLUMNS_MAX}`]
      : [],
  );
}
