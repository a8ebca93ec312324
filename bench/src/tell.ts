import Table from "cli-table3";
import type { Machine } from "./machine.ts";
import type { Ratio } from "./measure.ts";
import type { Aim, Report, Row } from "./report.ts";

/** Prints what figures were measured on. */
export function tellMachine({ cpu, cores, memoryBytes, platform, node, engines }: Machine): void {
  const versions = Object.entries(engines).map(([name, version]) => `${name} ${version}`);
  const memory = `${Math.round(memoryBytes / 2 ** 30)} GiB`;
  console.log(`\n${[`${cores} × ${cpu}`, memory, platform, `Node ${node}`, ...versions].join(", ")}`);
}

/** Prints what a suite found, as one table. */
export function tellReports(title: string, reports: readonly Report[]): void {
  const table = new Table({
    head: HEAD,
    colAligns: ["left", "right", "right", "right", "left", "right", "left"],
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
    style: { head: [], border: [] },
  });
  for (const { title: group, rows } of reports.flatMap((report) => report.groups)) {
    table.push([group, ...EMPTY_CELLS]);
    for (const row of rows) table.push(cellsOf(row));
  }
  console.log(`\n${title}\n${table.toString()}`);
  for (const note of reports.flatMap((report) => report.notes)) console.log(`  ${note}`);
}

const HEAD = ["", "p50", "p99", "per second", "time", "rate", "aim"];
const EMPTY_CELLS = HEAD.slice(1).map(() => "");

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
    case "below":
      return `p50 < ${aim.p50Milliseconds} ms${aim.p99Milliseconds === undefined ? "" : `, p99 < ${aim.p99Milliseconds} ms`}`;
  }
}

function duration(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${nanoseconds.toFixed(0)} ns`;
  return nanoseconds < 1e6 ? `${(nanoseconds / 1e3).toFixed(2)} µs` : `${(nanoseconds / 1e6).toFixed(2)} ms`;
}
