/** Weighs an entry in the component that imports it, against the budget in the README of its package. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rolldown } from "rolldown";

/** A line of a README's table: what is imported, and the most bytes that it may weigh. */
interface Budget {
  readonly statement: string;
  readonly bytesMax: number;
}

/** Weighs everything that the README of an installed package has a budget for. Answers what is too heavy. */
export async function sizeFaults(name: string, folder: string): Promise<string[]> {
  const readme = await readFile(join(folder, "node_modules", name, "README.md"), "utf8");
  const faults: string[] = [];
  for (const { statement, bytesMax } of budgetsOf(readme)) {
    const bytes = await weigh(statement, folder);
    if (bytes > bytesMax)
      faults.push(`${name}: ${statement} weighs ${bytes} bytes, and its README promises ${bytesMax}`);
  }
  return faults;
}

/** Rows such as: | `import { Storage } from "@airssys/storage"` | 9 000 | */
function budgetsOf(readme: string): Budget[] {
  const rows = readme.matchAll(/^\| `(import [^`]+)` +\| +([0-9][0-9 ]*) +\|$/gm);
  return Array.from(rows, ([, statement = "", bytes = ""]) => ({
    statement,
    bytesMax: Number(bytes.replaceAll(" ", "")),
  }));
}

/** The bytes that are left of what is imported, minified and without what it does not use. */
async function weigh(statement: string, folder: string): Promise<number> {
  const input = join(folder, "weighed.js");
  await writeFile(input, `${statement.replace(/^import/, "export")};\n`);
  const bundle = await rolldown({ input, platform: "neutral", external: /^airssys:/ });
  const { output } = await bundle.generate({ minify: true });
  await bundle.close();
  return Buffer.byteLength(output[0].code);
}
