import { openStoreAt } from "@airssys/engines";
import { knownNamespace } from "../store/known-namespace.ts";
import { addStoreOption, type StoreOption, storeAddress, withStore } from "../store/opening.ts";
import { confirm } from "../terminal/confirm.ts";
import type { Io } from "../terminal/io.ts";
import { counted } from "../terminal/quantities.ts";
import { tell } from "../terminal/tell.ts";
import type { CommandModule } from "./command-module.ts";
import { copyStore } from "./migrate.ts";

interface Options extends StoreOption {
  readonly yes?: true;
  readonly dryRun?: true;
}

export const restore: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("<backup>", "address of the backup, such as lmdb:./backups/monday")
      .argument("[namespace]", "one namespace alone: it takes the place of the one in the store")
      .option("--dry-run", "says what would be done, and does nothing")
      .option("--yes", "do not ask")
      .addHelpText(
        "after",
        "\nWithout a namespace the whole backup goes to a store that does not exist yet. The backup is not changed.",
      )
      .action((backup: string, namespace: string | undefined, options: Options) =>
        namespace === undefined ? restoreStore(backup, options, io) : restoreNamespace(backup, namespace, options, io),
      );
  },
};

async function restoreStore(backup: string, options: Options, io: Io): Promise<void> {
  const address = storeAddress(options, io);
  if (options.dryRun) {
    await using opened = await openStoreAt(backup, { readOnly: true });
    const { namespaces, after } = await opened.namespaces.list();
    const number = `${namespaces.length}${after === undefined ? "" : " and more"} namespaces`;
    return tell(io, `would restore ${number} to ${address}`);
  }
  const { keys, namespaces } = await copyStore(backup, address, {}, io);
  await tell(io, `${counted(keys, "key")} of ${counted(namespaces.length, "namespace")} in ${address}`);
}

async function restoreNamespace(backup: string, name: string, options: Options, io: Io): Promise<void> {
  await using opened = await openStoreAt(backup, { readOnly: true });
  const { keys } = await knownNamespace(opened.namespaces, name);
  await withStore(options, io, options.dryRun ? "read" : "write", async ({ namespaces }) => {
    const what = `${name} with the ${counted(keys, "key")} of the backup`;
    if (options.dryRun) return tell(io, `would replace ${what}`);
    await confirm(io, `Replace ${what}?`, options);
    await namespaces.remove(name);
    await opened.namespaces.copy(name, { to: namespaces });
    await tell(io, `replaced ${what}`);
  });
}
