/** Writes MUTANTS.md: every host that is wrong in one way, with the law that catches it. */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { JUDGED_INTERFACES } from "../src/law/interfaces.ts";
import { MUTANTS } from "./mutants/all.ts";

const FILE = fileURLToPath(new URL("../MUTANTS.md", import.meta.url));

if (import.meta.main) await writeFile(FILE, mutantTable());

/** Whether the file says what the mutants are. */
export async function isMutantTableCurrent(): Promise<boolean> {
  return (await readFile(FILE, "utf8")) === mutantTable();
}

function mutantTable(): string {
  const sections = JUDGED_INTERFACES.map(formatSection).filter((section) => section !== "");
  return `# Mutants

Tags: conformance, tests

${MUTANTS.length} hosts that are wrong in one way each, and the law that catches it. Tests try every pair (\`test/mutants.test.ts\`); \`test/mutant-table.ts\` writes this page.

${sections.join("\n")}`;
}

function formatSection(name: string): string {
  const rows = MUTANTS.filter(({ about }) => about === name).map(({ name: wrong, caughtBy }) => [wrong, caughtBy]);
  return rows.length === 0 ? "" : `## ${name}\n\n${formatTable(["a host that", "breaks the law"], rows)}`;
}

/** A table whose columns are as wide as what is in them. */
function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const lined = (row: readonly string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |\n`;
  return [head, widths.map((width) => "-".repeat(width)), ...rows].map(lined).join("");
}
