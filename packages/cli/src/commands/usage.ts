import { knownNamespace } from "../store/known-namespace.ts";
import { addStoreOption, type StoreOption, withStore } from "../store/opening.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { counted, size } from "../terminal/quantities.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly json?: true;
}

export const usage: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("<namespace>", "such as component:notes or app:shop")
      .option("--json", "one object")
      .addHelpText("after", "\nCounts keys and values as components see them, without what has expired.")
      .action((namespace: string, options: Options) => tellUsage(namespace, options, io));
  },
};

async function tellUsage(name: string, options: Options, io: Io): Promise<void> {
  await withStore(options, io, "read", async ({ namespaces }) => {
    const { quota } = await knownNamespace(namespaces, name);
    const { bytes, keys } = await namespaces.open(name).usage();
    if (options.json) return io.out.write(`${jsonText({ namespace: name, bytes, keys, quota })}\n`);
    const of = quota.bytes === undefined ? "" : ` of ${size(quota.bytes)}`;
    const ofKeys = quota.keys === undefined ? "" : ` of ${quota.keys}`;
    await io.out.write(`${counted(keys, "key")}${ofKeys}, ${size(bytes)}${of}\n`);
  });
}
