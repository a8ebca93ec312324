import type { NamespaceUsage } from "@airssys/host";
import Table from "cli-table3";
import { size } from "./format.ts";
import type { Note } from "./open-notes.ts";

/** No colours, and one line under the header alone. */
const STYLE = { head: [], border: [], compact: true };

/** Prints notes as a table. */
export function tellNotes(notes: readonly Note[]): void {
  const rows = notes.map(({ file, title, tags, words }) => [file, title, tags.join(", "), String(words)] as const);
  const table = new Table({
    head: ["file", "title", "tags", "words"],
    colWidths: [widthOf(rows, 0, 45), widthOf(rows, 1, 34), widthOf(rows, 2, 27), null],
    colAligns: ["left", "left", "left", "right"],
    style: STYLE,
  });
  for (const [file, title, tags, words] of rows) table.push([file, title, { content: tags, wordWrap: true }, words]);
  console.log(table.toString());
}

/** Prints which notes each tag finds. */
export function tellTags(byTag: readonly (readonly [tag: string, notes: readonly Note[]])[]): void {
  const rows = byTag.map(([tag, notes]) => [tag, notes.map((note) => note.file).join(", ")] as const);
  const table = new Table({
    head: ["tag", "found by it"],
    colWidths: [widthOf(rows, 0, 30), widthOf(rows, 1, 86)],
    style: STYLE,
  });
  for (const [tag, files] of rows) table.push([tag, { content: files, wordWrap: true }]);
  console.log(table.toString());
}

/** Prints what is used of the quota. */
export function tellUsage(words: bigint, { usedBytes, quotaBytes, keyCount }: NamespaceUsage): void {
  const share = ((usedBytes / quotaBytes) * 100).toFixed(2);
  console.log(`   ${words} words; ${size(usedBytes)} of ${size(quotaBytes)} used (${share} %), in ${keyCount} keys`);
}

/** What a column needs, `null`, or the most that it may take, so that a table fits into about 120 columns. */
function widthOf(rows: readonly (readonly string[])[], column: number, widthMax: number): number | null {
  // In bytes: no character takes more columns.
  const isWide = rows.some((row) => Buffer.byteLength(row[column] ?? "") > widthMax - 2);
  return isWide ? widthMax : null;
}
