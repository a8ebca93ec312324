// `pnpm bench [SUITE...] [--quick] [--peers] [--keys N]`: measures, prints tables, and keeps all figures in
// results/latest.json.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import ora from "ora";
import { thisMachine } from "./machine.ts";
import { PeerError } from "./peers/peer-error.ts";
import { PLACES } from "./places.ts";
import type { Report } from "./report.ts";
import { type PartOptions, runPart } from "./run-part.ts";
import { SUITES } from "./suites/suites.ts";
import { tellMachine, tellReports } from "./tell.ts";

interface Options {
  readonly quick: boolean;
  readonly peers: boolean;
  readonly keys?: number;
}

const THOROUGH = { seconds: 3.5, keys: 100_000 };
const QUICK = { seconds: 0.15, keys: 20_000 };

const command = new Command("bench")
  .description("Measures this repository against floors and bare engines, in one run and side by side.")
  .argument("[suites...]", `which of ${[...SUITES.keys()].join(", ")}; all but peers unless given`, suiteName, [])
  .option("--quick", "a first impression in less than a minute", false)
  .option("--peers", "also against others, which npm installs into .cache/peers (180 MB)", false)
  .option("--keys <count>", `keys in the stores that are measured; ${THOROUGH.keys} unless given`, wholeNumber)
  .parse();
await run(command.processedArgs[0] as string[], command.opts<Options>());

async function run(named: readonly string[], { quick, peers, ...given }: Options): Promise<void> {
  const machine = thisMachine();
  tellMachine(machine);
  const names = suitesToRun(named, peers);
  const options = { ...(quick ? QUICK : THOROUGH), ...given };
  const figures: Record<string, readonly Report[]> = {};
  for (const name of names) figures[name] = await unlessPeersFail(() => runSuite(name, options));
  const results = { date: new Date().toISOString(), machine, options, suites: figures };
  await mkdir(dirname(PLACES.results), { recursive: true });
  await writeFile(PLACES.results, `${JSON.stringify(results, undefined, 2)}\n`);
  console.log(
    "\ntime and rate: as a multiple of the first line of the group, the median of all rounds (and the middle half of them)",
  );
  console.log("* the median and the 99th percentile of blocks of operations, not of single ones");
  console.log(`All figures: ${relative(process.cwd(), PLACES.results)}\n`);
}

function suitesToRun(named: readonly string[], withPeers: boolean): Set<string> {
  const usual = [...SUITES].filter(([, { isExtra }]) => isExtra !== true).map(([name]) => name);
  return new Set([...(named.length === 0 ? usual : named), ...(withPeers ? ["peers"] : [])]);
}

/** What was measured before is kept. */
async function unlessPeersFail(measure: () => Promise<Report[]>): Promise<Report[]> {
  try {
    return await measure();
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    console.error(`\n${error.message}\n(${error.code})`);
    process.exitCode = 1;
    return [];
  }
}

async function runSuite(name: string, options: PartOptions): Promise<Report[]> {
  const { title, parts, prepare } = suiteNamed(name);
  const spinner = ora({ text: name, indent: 2 }).start();
  const progress = (doing: string) => {
    spinner.text = `${name}: ${doing}`;
  };
  const reports: Report[] = [];
  try {
    await prepare?.(progress);
    for (const part of parts) reports.push(await runPart(name, part, options, progress));
  } finally {
    spinner.stop();
  }
  tellReports(title, reports);
  return reports;
}

function suiteNamed(name: string) {
  const suite = SUITES.get(name);
  if (suite === undefined) throw new InvalidArgumentError(`The suites are ${[...SUITES.keys()].join(", ")}.`);
  return suite;
}

function suiteName(name: string, earlier: string[]): string[] {
  suiteNamed(name);
  return [...earlier, name];
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It must be a whole number from 1.");
  return number;
}
