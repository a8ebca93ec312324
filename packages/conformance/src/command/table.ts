import Table from "cli-table3";
import type { Verdict } from "../law/verdict.ts";
import { printable } from "./printable.ts";

const VERDICT_WIDTH = 10;
const BORDERS = 4;
/** Minimum and maximum width of a table in columns. */
const WIDTH_MIN = 60;
const WIDTH_MAX = 160;
/** Maximum length of a reason in characters. */
const REASON_MAX = 600;

/** Formats the verdicts of one interface. Kept laws are listed on request. */
export function formatTable(name: string, verdicts: readonly Verdict[], isAllShown: boolean, columns = 120): string {
  const kept = verdicts.filter(({ outcome }) => outcome === "kept").length;
  const title = `${printable(name)}: ${kept} of ${verdicts.length} laws kept`;
  const shown = verdicts.filter(({ outcome }) => isAllShown || outcome !== "kept");
  if (shown.length === 0) return title;
  const room = Math.min(Math.max(columns, WIDTH_MIN), WIDTH_MAX) - VERDICT_WIDTH - BORDERS;
  const lawWidth = Math.floor(room * 0.42);
  const table = new Table({
    head: ["law", "verdict", "reason"],
    colWidths: [lawWidth, VERDICT_WIDTH, room - lawWidth],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const verdict of shown) table.push(formatRow(verdict, lawWidth - 2, room - lawWidth - 2));
  return `${title}\n${table.toString()}`;
}

function formatRow({ law, where, outcome, reason = "" }: Verdict, lawWidth: number, reasonWidth: number): string[] {
  const promise = broken(printable(law), lawWidth);
  const told = reason.length > REASON_MAX ? `${reason.slice(0, REASON_MAX)} ...` : reason;
  const place = outcome === "kept" ? "" : `\n${broken(`(see: ${printable(where)})`, lawWidth)}`;
  return [promise + place, outcome, broken(printable(told), reasonWidth)];
}

/** Splits words that are wider than a column, which would cut them off. */
function broken(text: string, width: number): string {
  return text.replace(new RegExp(`\\S{${width}}`, "gu"), "$& ");
}

/** Summarizes all verdicts in one line, and advises where to begin if many laws are broken. */
export function summarize(verdicts: readonly Verdict[]): string {
  const count = (wanted: Verdict["outcome"]) => verdicts.filter(({ outcome }) => outcome === wanted).length;
  const seconds = verdicts.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1_000;
  const outcomes = [`${count("kept")} kept`, `${count("broken")} broken`, `${count("skipped")} skipped`];
  if (count("unjudged") > 0) outcomes.push(`${count("unjudged")} not judged`);
  return `${outcomes.join(", ")}, in ${seconds.toFixed(1)} s${adviceOn(verdicts)}`;
}

/** From this number of broken laws on, most have one cause. */
const MANY = 5;

function adviceOn(verdicts: readonly Verdict[]): string {
  const wrong = verdicts.filter(({ outcome }) => outcome === "broken" || outcome === "unjudged");
  const [first] = wrong;
  if (first === undefined || wrong.length < MANY) return "";
  const law = printable(first.law);
  return `\nBegin with the first: ${JSON.stringify(law)}. Later laws build on what earlier ones are about. Alone: --interface ${first.about} --law ${JSON.stringify(law)}`;
}
