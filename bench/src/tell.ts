import Table from "cli-table3";
import type { Machine } from "./machine.ts";
import type { Ratio } from "./measure.ts";
import type { Aim, AttackRow, Figure, Latency, Report, Row } from "./report.ts";

/** Prints what figures were measured on. */
export function tellMachine({ cpu, cores, memoryBytes, platform, node, engines }: Machine): void {
  const versions = Object.entries(engines).map(([name, version]) => `${name} ${version}`);
  const memory = `${Math.round(memoryBytes / 2 ** 30)} GiB`;
  console.log(`\n${[`${cores} × ${cpu}`, memory, platform, `Node ${node}`, ...versions].join(", ")}`);
}

/** Prints what a suite found: what was measured side by side as one table, and other figures as another. */
export function tellReports(title: string, reports: readonly Report[]): void {
  console.log(`\n${title}`);
  const groups = reports.flatMap((report) =>
    report.groups.map((each) => [each.title, each.rows.map(cellsOf)] as const),
  );
  tellTable(HEAD, ["left", "right", "right", "right", "left", "right", "left"], groups);
  const figures = reports.flatMap(({ figures: found = [] }) =>
    found.map((each) => [each.title, each.figures.map(figureCells)] as const),
  );
  tellTable(FIGURES_HEAD, ["left", "right", "right", "right", "left"], figures);
  const attacks = reports.flatMap(({ attacks: found = [] }) =>
    found.map((each) => [each.title, each.rows.map(attackCells)] as const),
  );
  tellTable(ATTACKS_HEAD, ["left", "right", "right", "right", "right", "left"], attacks);
  for (const note of reports.flatMap((report) => report.notes)) console.log(`  ${note}`);
}

const HEAD = ["", "p50", "p99", "per second", "time", "rate", "aim"];
const FIGURES_HEAD = ["", "median", "least", "most", "aim"];
const ATTACKS_HEAD = ["p50 / p99 of the others", "without", "with", "p99", "until made, p99", "calls of the attack"];

type Groups = readonly (readonly [title: string, rows: readonly (readonly string[])[]])[];

function tellTable(head: readonly string[], colAligns: Table.HorizontalAlignment[], groups: Groups): void {
  if (groups.length === 0) return;
  const table = new Table({
    head: [...head],
    colAligns,
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
    style: { head: [], border: [] },
  });
  const emptyCells = head.slice(1).map(() => "");
  for (const [title, rows] of groups) table.push([title, ...emptyCells], ...rows.map((cells) => [...cells]));
  console.log(table.toString());
}

function figureCells({ name, unit, median, least, most, aim, isMet }: Figure): string[] {
  const text = (value: number) =>
    unit === "commits" ? `${value}` : `${value.toFixed(value < 100 && !Number.isInteger(value) ? 1 : 0)} ${unit}`;
  return [
    `  ${name}`,
    text(median),
    text(least),
    text(most),
    aim === undefined ? "" : `exactly ${text(aim)}: ${isMet ? "met" : "missed"}`,
  ];
}

function attackCells({ name, measured }: AttackRow): string[] {
  if (measured === undefined) return [`  ${name}`, "", "", "", "", "not promised"];
  const { without, during, endings } = measured;
  const both = ({ p50, p99 }: Latency) => `${duration(p50)} / ${duration(p99)}`;
  const ended = Object.entries(endings).map(([ending, count]) => `${count} ${ending}`);
  const ratio = `${(during.p99 / without.p99).toFixed(2)} ×`;
  return [`  ${name}`, both(without), both(during), ratio, duration(during.delayP99), ended.join(", ")];
}

function cellsOf({ timing, timeRatio, against, aim, isMet }: Row): string[] {
  const block = timing.operationsPerSample === 1 ? "" : "*";
  return [
    `  ${timing.name}`,
    duration(timing.p50) + block,
    duration(timing.p99) + block,
    Math.round(1e9 / timing.mean).toLocaleString("en"),
    against === undefined ? "" : timeText(timeRatio),
    against === undefined ? "" : `${(1 / timeRatio.median).toFixed(2)} ×`,
    aim === undefined ? "" : `${aimText(aim)}: ${isMet ? "met" : "missed"}`,
  ];
}

function timeText({ median, low, high }: Ratio): string {
  return `${median.toFixed(2)} × (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

function aimText(aim: Aim): string {
  switch (aim.type) {
    case "time-at-most":
      return `time ≤ ${aim.ratio} ×`;
    case "rate-at-least":
      return `rate ≥ ${aim.ratio} ×`;
    case "per-second-at-least":
      return `≥ ${aim.operations.toLocaleString("en")} a second`;
    case "below":
      return `p50 < ${aim.p50Milliseconds} ms${aim.p99Milliseconds === undefined ? "" : `, p99 < ${aim.p99Milliseconds} ms`}`;
  }
}

function duration(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${nanoseconds.toFixed(0)} ns`;
  return nanoseconds < 1e6 ? `${(nanoseconds / 1e3).toFixed(2)} µs` : `${(nanoseconds / 1e6).toFixed(2)} ms`;
}
