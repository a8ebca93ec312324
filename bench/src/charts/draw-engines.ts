// `pnpm bench:charts`: draws what the suite `engines` found last into the guide.
import { readFile, writeFile } from "node:fs/promises";
import { PLACES } from "../places.ts";
import type { Report } from "../report.ts";
import { type Chart, drawCharts } from "./bar-chart.ts";

const { suites } = JSON.parse(await readFile(PLACES.results, "utf8")) as Results; // what main.ts wrote
const reports = suites.engines;
if (reports === undefined) throw new Error("there are no results of the suite: run `pnpm bench engines` first");
await writeFile(PLACES.engineTimes, drawCharts(timesOf(reports), "Time of operations on each engine, median"));
await writeFile(PLACES.engineSpace, drawCharts(spacesOf(reports), "Space on the disk that each engine takes"));

interface Results {
  readonly suites: { readonly engines?: readonly Report[] };
}

function timesOf(found: readonly Report[]): Chart[] {
  return found
    .flatMap(({ groups }) => groups)
    .map(({ title, rows }) => ({
      title,
      scale: "log",
      bars: rows.map(({ timing: { name, p50 } }) => ({ name, value: p50, label: timeText(p50) })),
    }));
}

function spacesOf(found: readonly Report[]): Chart[] {
  const figures = found.flatMap((report) =>
    (report.figures ?? []).flatMap(({ title, figures }) =>
      figures
        .filter(({ unit }) => unit === "MB")
        .map(({ name, median }) => ({
          title: name,
          engine: title.replace(/^npm install of @airssys\/|: .*$/g, ""),
          median,
        })),
    ),
  );
  return [...Map.groupBy(figures, ({ title }) => title)].map(([title, of]) => ({
    title,
    scale: "linear",
    bars: of.map(({ engine, median }) => ({ name: engine, value: median, label: `${median.toFixed(1)} MB` })),
  }));
}

function timeText(nanoseconds: number): string {
  if (nanoseconds < 1e6) return `${(nanoseconds / 1e3).toPrecision(3)} µs`;
  return `${(nanoseconds / 1e6).toPrecision(3)} ms`;
}
