import type { NamespaceUsage } from "@airssys/host";
import Table from "cli-table3";
import { size } from "./format.ts";
import type { Note } from "./open-notes.ts";

const NO_LINES_BETWEEN_ROWS = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };

/** Prints notes as a table. */
export function tellNotes(notes: readonly Note[]): void {
  const table = new Table({
    head: ["file", "title", "tags", "words"],
    chars: NO_LINES_BETWEEN_ROWS,
    colAligns: ["left", "left", "left", "right"],
    style: { head: [], border: [] },
  });
  for (const { file, title, tags, words } of notes) table.push([file, shortened(title), tags.join(", "), words]);
  console.log(table.toString());
}

/** Prints which notes each tag finds. */
export function tellTags(byTag: readonly (readonly [tag: string, notes: readonly Note[]])[]): void {
  const table = new Table({
    head: ["tag", "found by it"],
    chars: NO_LINES_BETWEEN_ROWS,
    colWidths: [null, 96],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const [tag, notes] of byTag) table.push([tag, notes.map((note) => note.file).join(", ")]);
  console.log(table.toString());
}

/** Prints what is used of the quota. */
export function tellUsage(words: bigint, { usedBytes, quotaBytes, keyCount }: NamespaceUsage): void {
  const share = ((usedBytes / quotaBytes) * 100).toFixed(2);
  console.log(`   ${words} words; ${size(usedBytes)} of ${size(quotaBytes)} used (${share} %), in ${keyCount} keys`);
}

/** Titles are free text: only so much of one fits beside the rest. */
function shortened(title: string): string {
  return title.length > 48 ? `${title.slice(0, 47)}…` : title;
}
