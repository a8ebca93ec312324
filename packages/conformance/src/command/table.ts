import Table from "cli-table3";
import type { Verdict } from "../verdict.ts";

const WIDTHS = [52, 9, 60];

/** The laws of one interface: those that were kept only if asked for. */
export function tableOf(name: string, verdicts: readonly Verdict[], isAllShown: boolean): string {
  const kept = verdicts.filter(({ outcome }) => outcome === "kept").length;
  const title = `${name}: ${kept} of ${verdicts.length} laws kept`;
  const shown = verdicts.filter(({ outcome }) => isAllShown || outcome !== "kept");
  if (shown.length === 0) return title;
  const table = new Table({
    head: ["law", "verdict", "reason"],
    colWidths: WIDTHS,
    wordWrap: true,
    style: { head: [], border: [] },
  });
  table.push(...shown.map(({ law, outcome, reason = "" }) => [law, outcome, reason]));
  return `${title}\n${table.toString()}`;
}

/** How many of each, in one line. */
export function summaryOf(verdicts: readonly Verdict[]): string {
  const count = (wanted: Verdict["outcome"]) => verdicts.filter(({ outcome }) => outcome === wanted).length;
  const seconds = verdicts.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1_000;
  return `${count("kept")} kept, ${count("broken")} broken, ${count("skipped")} skipped, in ${seconds.toFixed(1)} s`;
}
