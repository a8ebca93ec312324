import { knownNamespace } from "../store/known-namespace.ts";
import { addStoreOption, type StoreOption, withStore } from "../store/opening.ts";
import { confirm } from "../terminal/confirm.ts";
import type { Io } from "../terminal/io.ts";
import { counted, size } from "../terminal/quantities.ts";
import { tell } from "../terminal/tell.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly yes?: true;
  readonly dryRun?: true;
}

export const remove: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("<namespace>", "such as component:forgotten")
      .option("--dry-run", "says what would be removed, and removes nothing")
      .option("--yes", "do not ask")
      .addHelpText(
        "after",
        "\nRemoves its keys, its quota and its record. Ends a removal, a copy or an import that was interrupted.",
      )
      .action((namespace: string, options: Options) => removeWhole(namespace, options, io));
  },
};

async function removeWhole(name: string, options: Options, io: Io): Promise<void> {
  await withStore(options, io, options.dryRun ? "read" : "write", async ({ namespaces }) => {
    const { keys, bytes } = await knownNamespace(namespaces, name);
    const what = `${name} with ${counted(keys, "key")} of ${size(bytes)}`;
    if (options.dryRun) return tell(io, `would remove ${what}`);
    await confirm(io, `Remove ${what}?`, options);
    await namespaces.remove(name);
    await tell(io, `removed ${what}`);
  });
}
