import { Command, Option } from "commander";
import { JUDGED_INTERFACES, type JudgedInterface } from "../interfaces.ts";
import { judgeHost } from "../judge-host.ts";
import { BACKENDS, MODES, openReferenceHost, type ReferenceHostOptions } from "../reference/reference-host.ts";
import type { Verdict } from "../verdict.ts";
import { openHostModule } from "./host-module.ts";
import { progress } from "./progress.ts";
import { summaryOf, tableOf } from "./table.ts";
import { listLaws, writeFolder } from "./write-folder.ts";

interface JudgeCommandOptions extends Pick<ReferenceHostOptions, "backend" | "mode"> {
  readonly host?: string;
  readonly interface?: JudgedInterface[];
  readonly law?: string[];
  readonly json?: true;
  readonly all?: true;
}

/** The command `airssys-conformance`. Verdicts go to the standard output, progress to the standard error. */
export function createCommand(): Command {
  const command = new Command("airssys-conformance")
    .description("Judge whether a host keeps the airssys storage contract, law by law")
    .option("--host <module>", "a module that exports a function openSubject; default: the reference host")
    .addOption(new Option("--backend <name>", "the engine of the reference host").choices(BACKENDS).conflicts("host"))
    .addOption(new Option("--mode <name>", "how components run over it").choices(MODES).conflicts("host"))
    .addOption(new Option("--interface <name...>", "default: each that the host offers").choices(JUDGED_INTERFACES))
    .option("--law <text...>", "only the laws with one of these texts in their names")
    .option("--all", "show kept laws too")
    .option("--json", "print the verdicts as JSON")
    .action(judge);
  command.command("list").description("Print the laws and their plans as JSON").action(list);
  command
    .command("write")
    .description("Write components, WIT, laws and vectors into a folder, for a host in another language")
    .argument("<folder>", "is made if it is missing")
    .action(writeFolder);
  return command;
}

async function judge(options: JudgeCommandOptions): Promise<void> {
  const { host, backend, mode, json, all } = options;
  await using subject = await (host === undefined
    ? openReferenceHost({ ...(backend && { backend }), ...(mode && { mode }) })
    : openHostModule(host));
  const shown = progress();
  const verdicts = await judgeHost(subject, {
    ...(options.interface && { interfaces: options.interface }),
    ...(options.law && { only: options.law }),
    onVerdict: shown.tell,
  }).finally(shown.end);
  process.stdout.write(json ? `${JSON.stringify(verdicts, null, 2)}\n` : report(verdicts, all === true));
  // A host that was judged on nothing has not passed.
  if (verdicts.length === 0 || verdicts.some(({ outcome }) => outcome === "broken")) process.exitCode = 1;
}

function report(verdicts: readonly Verdict[], isAllShown: boolean): string {
  const names = [...new Set(verdicts.map(({ about }) => about))];
  const tables = names.map((name) =>
    tableOf(
      name,
      verdicts.filter(({ about }) => about === name),
      isAllShown,
    ),
  );
  return `${tables.join("\n")}\n${summaryOf(verdicts)}\n`;
}

async function list(): Promise<void> {
  process.stdout.write(`${await listLaws()}\n`);
}
