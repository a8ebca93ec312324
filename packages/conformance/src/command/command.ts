import { Command, InvalidArgumentError, Option } from "commander";
import { judgeHost } from "../judge/judge-host.ts";
import { JUDGED_INTERFACES, type JudgedInterface } from "../law/interfaces.ts";
import type { Verdict } from "../law/verdict.ts";
import { BACKENDS, MODES, openReferenceHost, type ReferenceHostOptions } from "../reference/reference-host.ts";
import { BROKEN, closedAfter, NOT_JUDGED, tellFailure } from "./failing.ts";
import { openHostModule } from "./host-module.ts";
import { printableJson } from "./printable.ts";
import { progress } from "./progress.ts";
import { formatTable, summarize } from "./table.ts";
import { readLaws, writeFolder } from "./write-folder.ts";

interface JudgeCommandOptions extends Pick<ReferenceHostOptions, "backend" | "mode"> {
  readonly host?: string;
  readonly interface?: JudgedInterface[];
  readonly law?: string[];
  readonly timeout?: number;
  readonly json?: true;
  readonly all?: true;
}

/** Creates the command `airssys-conformance`. Verdicts go to the standard output, progress to the standard error. */
export function createCommand(): Command {
  const command = new Command("airssys-conformance")
    .description("Judge whether a host keeps the airssys storage contract, law by law")
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : NOT_JUDGED))
    .option("--host <module>", "a module that exports a function openSubject; default: the reference host")
    .addOption(new Option("--backend <name>", "the engine of the reference host").choices(BACKENDS).conflicts("host"))
    .addOption(new Option("--mode <name>", "how components run over it").choices(MODES).conflicts("host"))
    .addOption(new Option("--interface <name...>", "default: each that the host offers").choices(JUDGED_INTERFACES))
    .option("--law <text...>", "only the laws with one of these texts in their names")
    .option("--timeout <seconds>", "most that a step may take; no help against a loop in this thread", seconds)
    .option("--all", "show kept laws too")
    .option("--json", "print the verdicts as JSON")
    .addHelpText(
      "after",
      "\nEnds with 0 if every law is kept or skipped, 1 if one is broken, 2 if one could not be judged.",
    )
    .action((options: JudgeCommandOptions) => judge(options).catch(tellFailure));
  command
    .command("list")
    .description("Print the laws and their plans as JSON")
    .action(() => list().catch(tellFailure));
  command
    .command("write")
    .description("Write components, WIT, laws and vectors into a folder, for a host in another language")
    .argument("<folder>", "is made if it is missing")
    .action((folder: string) => write(folder).catch(tellFailure));
  return command;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError("It is a number of seconds, more than 0.");
  return value;
}

async function judge(options: JudgeCommandOptions): Promise<void> {
  const { host, backend, mode, json, all } = options;
  const subject = await (host === undefined
    ? openReferenceHost({ ...(backend && { backend }), ...(mode && { mode }) })
    : openHostModule(host));
  const shown = progress();
  const judging = () =>
    judgeHost(subject, {
      ...(options.interface && { interfaces: options.interface }),
      ...(options.law && { only: options.law }),
      ...(options.timeout && { stepSecondsMax: options.timeout }),
      onVerdict: shown.tell,
    }).finally(shown.end);
  const verdicts = await closedAfter(subject, judging);
  if (verdicts.length === 0) throw new RangeError(whyNone(options));
  process.stdout.write(json ? `${printableJson(verdicts)}\n` : report(verdicts, all === true));
  process.exitCode = chooseExitCode(verdicts);
}

/** Explains why no law was tried, which is no success. */
function whyNone({ law }: JudgeCommandOptions): string {
  if (law === undefined) return "the host offers nothing that there are laws of: not even storage";
  return `no law of what was asked for has ${law.map((text) => JSON.stringify(text)).join(" or ")} in its name; \`airssys-conformance list\` names all of them`;
}

function chooseExitCode(verdicts: readonly Verdict[]): number {
  const has = (wanted: Verdict["outcome"]) => verdicts.some(({ outcome }) => outcome === wanted);
  if (has("broken")) return BROKEN;
  return has("unjudged") ? NOT_JUDGED : 0;
}

function report(verdicts: readonly Verdict[], isAllShown: boolean): string {
  const names = [...new Set(verdicts.map(({ about }) => about))];
  const of = (name: string) => verdicts.filter(({ about }) => about === name);
  const tables = names.map((name) => formatTable(name, of(name), isAllShown, process.stdout.columns));
  return `${tables.join("\n")}\n${summarize(verdicts)}\n`;
}

async function list(): Promise<void> {
  process.stdout.write(await readLaws());
}

async function write(folder: string): Promise<void> {
  for (const line of await writeFolder(folder)) process.stdout.write(`${line}\n`);
}
