import { knownNamespace, listNamespaces } from "../store/known-namespace.ts";
import { addStoreOption, requireWanted, type StoreOption, withStore } from "../store/opening.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { counted } from "../terminal/quantities.ts";
import { tell } from "../terminal/tell.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly json?: true;
}

export const sweep: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("[namespace]", "default: all of them")
      .option("--json", "an object for each namespace, a line each")
      .addHelpText("after", "\nWhat has expired is gone for whoever reads; this gives its space back.")
      .action((namespace: string | undefined, options: Options) => sweepAll(namespace, options, io));
  },
};

async function sweepAll(name: string | undefined, options: Options, io: Io): Promise<void> {
  await withStore(options, io, "write", async ({ namespaces }) => {
    const chosen = name === undefined ? listNamespaces(namespaces) : [await knownNamespace(namespaces, name)];
    let total = 0;
    for await (const { name: namespace, state } of chosen) {
      if (state !== "open") continue;
      const store = namespaces.open(namespace);
      let keys = 0;
      for (let swept = -1; swept !== 0; keys += swept) {
        requireWanted(io);
        swept = await store.sweep();
        await new Promise((resolve) => setImmediate(resolve));
      }
      total += keys;
      if (options.json) await io.out.write(`${jsonText({ namespace, keys })}\n`);
    }
    if (!options.json) await tell(io, `removed ${counted(total, "expired key")}`);
  });
}
