import { type Command, InvalidArgumentError } from "commander";
import { UsageError } from "../command-error.ts";
import { requireNamespaceName } from "../store/known-namespace.ts";
import { addStoreOption, type StoreOption, withStore } from "../store/opening.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { count, parseSize, size } from "../terminal/quantities.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly bytes?: number;
  readonly keys?: number;
  readonly none?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

export const quota: CommandModule = {
  configure(command, io) {
    addLimits(addStoreOption(command).argument("<namespace>", "made if it is new"))
      .option("--none", "no quota any more")
      .option("--dry-run", "says what would be stored, and stores nothing")
      .option("--json", "one object")
      .addHelpText("after", "\nWithout a limit the quota is printed. A new quota takes the place of the one before.")
      .action((namespace: string, options: Options) => tellOrSet(namespace, options, io));
  },
};

function addLimits(command: Command): Command {
  return command
    .option("--bytes <size>", "most bytes of keys and values, such as 25MB", limit)
    .option("--keys <count>", "most keys", limit);
}

function limit(text: string): number {
  const number = parseSize(text);
  if (number === undefined) throw new InvalidArgumentError("It is a whole number from 0, or a size such as 25MB.");
  return number;
}

async function tellOrSet(name: string, options: Options, io: Io): Promise<void> {
  requireNamespaceName(name);
  const { bytes, keys, none, dryRun, json } = options;
  const isSet = bytes !== undefined || keys !== undefined;
  if (isSet && none) throw new UsageError("--none goes without --bytes and --keys");
  const isChange = isSet || none === true;
  await withStore(options, io, isChange && !dryRun ? "write" : "read", async ({ namespaces }) => {
    const wanted = { ...(bytes !== undefined && { bytes }), ...(keys !== undefined && { keys }) };
    if (isChange && !dryRun) await namespaces.setQuota(name, wanted);
    const shown = isChange ? wanted : await namespaces.quota(name);
    if (json) return io.out.write(`${jsonText({ namespace: name, quota: shown })}\n`);
    const limits = [
      ...(shown.bytes === undefined ? [] : [size(shown.bytes)]),
      ...(shown.keys === undefined ? [] : [`${count(shown.keys)} keys`]),
    ];
    await io.out.write(`${dryRun ? "would be: " : ""}${limits.join(", ") || "no quota"}\n`);
  });
}
