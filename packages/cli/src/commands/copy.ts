import { openStoreAt } from "@airssys/engines";
import type { Namespaces } from "@airssys/host";
import type { Command } from "commander";
import { knownNamespace, requireNamespaceName } from "../store/known-namespace.ts";
import { addStoreOption, type StoreOption, withStore } from "../store/opening.ts";
import { confirm } from "../terminal/confirm.ts";
import type { Io } from "../terminal/io.ts";
import { counted } from "../terminal/quantities.ts";
import { tell } from "../terminal/tell.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly to?: string;
  readonly yes?: true;
  readonly dryRun?: true;
}

export const copy: CommandModule = {
  configure: (command, io) =>
    void addOptions(command).action((from: string, as: string | undefined, options: Options) =>
      transfer("copy", from, as ?? from, options, io),
    ),
};

export const move: CommandModule = {
  configure: (command, io) =>
    void addOptions(command)
      .option("--yes", "do not ask")
      .action((from: string, as: string | undefined, options: Options) =>
        transfer("move", from, as ?? from, options, io),
      ),
};

function addOptions(command: Command): Command {
  return addStoreOption(command)
    .argument("<namespace>", "such as component:notes")
    .argument("[name]", "its name afterwards; default: the same, in another store")
    .option("--to <address>", "the store that takes it; made if it is new")
    .option("--dry-run", "says what would be done, and does nothing")
    .addHelpText("after", "\nKeeps versions, expiries and the quota. The target must hold nothing.");
}

async function transfer(type: "copy" | "move", from: string, as: string, options: Options, io: Io): Promise<void> {
  requireNamespaceName(as);
  const access = type === "move" && !options.dryRun ? "write" : "read";
  const isSameStore = options.to === undefined;
  await withStore(options, io, isSameStore && !options.dryRun ? "write" : access, async ({ namespaces }) => {
    const { keys } = await knownNamespace(namespaces, from);
    const what = `${type} ${counted(keys, "key")} of ${from} to ${as}${isSameStore ? "" : ` in ${options.to}`}`;
    if (options.dryRun) return tell(io, `would ${what}`);
    if (type === "move") await confirm(io, `${what[0]?.toUpperCase()}${what.slice(1)}?`, options);
    await inTarget(options, namespaces, async (to) => await namespaces[type](from, { to, as }));
    await tell(io, `done: ${what}`);
  });
}

async function inTarget(options: Options, here: Namespaces, work: (to: Namespaces) => Promise<void>): Promise<void> {
  if (options.to === undefined) return work(here);
  await using target = await openStoreAt(options.to);
  await work(target.namespaces);
}
