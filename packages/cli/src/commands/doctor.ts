import { CommandFailed } from "../command-error.ts";
import { examineMachine, examineStore } from "../doctor/examine.ts";
import type { Finding } from "../doctor/finding.ts";
import { addStoreOption, type StoreOption, storeAddress } from "../store/opening.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { formatTable } from "../terminal/table.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly json?: true;
}

export const doctor: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .option("--json", "an object for each finding, a line each")
      .addHelpText("after", "\nEnds with 1 if the store cannot be used as it is.")
      .action((options: Options) => examine(options, io));
  },
};

async function examine(options: Options, io: Io): Promise<void> {
  const findings = [...(await examineMachine()), ...(await examineStore(storeAddress(options, io)))];
  if (options.json) for (const finding of findings) await io.out.write(`${jsonText(finding)}\n`);
  else await io.out.write(formatTable(COLUMNS, findings.map(row), io.out.columns));
  const faults = findings.filter(({ verdict }) => verdict === "fault");
  if (faults.length > 0) throw new CommandFailed(faults.map(({ about, found }) => `${about}: ${found}`).join("; "));
}

const COLUMNS = [{ name: "" }, { name: "about" }, { name: "found" }];

const SIGNS: Readonly<Record<Finding["verdict"], string>> = { good: "✔", missing: "-", warning: "!", fault: "✖" };

function row({ about, found, verdict }: Finding): string[] {
  return [SIGNS[verdict], about, found];
}
