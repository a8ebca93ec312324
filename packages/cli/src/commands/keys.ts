import { describeCollections, printable } from "@airssys/display";
import { knownNamespace } from "../store/known-namespace.ts";
import { addStoreOption, type StoreOption, withStore } from "../store/opening.ts";
import { addRangeOptions, entriesOf, type RangeOptions } from "../store/range-options.ts";
import { keyMeaning } from "../store/shown-entry.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption, RangeOptions {
  readonly collections?: true;
  readonly json?: true;
}

export const keys: CommandModule = {
  configure(command, io) {
    addRangeOptions(addStoreOption(command).argument("<namespace>", "such as component:notes"))
      .option("--collections", "the collections that the keys belong to, in place of the keys")
      .option("--json", "an object for each key or collection, a line each")
      .action((namespace: string, options: Options) => listKeys(namespace, options, io));
  },
};

async function listKeys(name: string, options: Options, io: Io): Promise<void> {
  await withStore(options, io, "read", async ({ namespaces }) => {
    await knownNamespace(namespaces, name);
    const entries = entriesOf(namespaces.open(name), options, io);
    if (options.collections) return tellCollections(entries, options, io);
    for await (const { key } of entries) {
      const meaning = keyMeaning(key);
      const line = options.json ? jsonText({ key, ...(meaning && { meaning }) }) : printable(key, "line");
      await io.out.write(`${line}${!options.json && meaning ? `  (${meaning})` : ""}\n`);
    }
  });
}

async function tellCollections(entries: AsyncIterable<{ key: string }>, { json }: Options, io: Io): Promise<void> {
  const all: string[] = [];
  for await (const { key } of entries) all.push(key);
  for (const { text, ...collection } of describeCollections(all))
    await io.out.write(`${json ? jsonText(collection) : text}\n`);
}
