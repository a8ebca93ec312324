import { describeValue } from "@airssys/display";
import type { KeyedEntry } from "@airssys/host";
import { knownNamespace } from "../store/known-namespace.ts";
import { addStoreOption, type StoreOption, withStore } from "../store/opening.ts";
import { addRangeOptions, entriesOf, type RangeOptions } from "../store/range-options.ts";
import { jsonEntry, keyMeaning } from "../store/shown-entry.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { instant, size } from "../terminal/quantities.ts";
import { formatTable } from "../terminal/table.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption, RangeOptions {
  readonly json?: true;
}

export const scan: CommandModule = {
  configure(command, io) {
    addRangeOptions(addStoreOption(command).argument("<namespace>", "such as component:notes"))
      .option("--json", "an object for each entry, a line each")
      .action((namespace: string, options: Options) => tellEntries(namespace, options, io));
  },
};

/** Entries of one table: a longer list is several, so that it begins at once. */
const ROWS = 200;

async function tellEntries(name: string, options: Options, io: Io): Promise<void> {
  await withStore(options, io, "read", async ({ namespaces }) => {
    await knownNamespace(namespaces, name);
    let rows: string[][] = [];
    const flush = async () => {
      if (rows.length > 0) await io.out.write(formatTable(COLUMNS, rows, io.out.columns));
      rows = [];
    };
    for await (const entry of entriesOf(namespaces.open(name), options, io)) {
      if (options.json) await io.out.write(`${jsonText(jsonEntry(entry))}\n`);
      else if (rows.push(row(entry, io.out.columns)) >= ROWS) await flush();
    }
    await flush();
  });
}

const COLUMNS = [
  { name: "key" },
  { name: "version", align: "right" },
  { name: "bytes", align: "right" },
  { name: "kind" },
  { name: "expires" },
  { name: "value" },
] as const;

function row({ key, value, version, expiresAt }: KeyedEntry, charactersMax: number): string[] {
  const { kind, text } = describeValue(value, { layout: "line", charactersMax });
  const expires = expiresAt === undefined ? "" : instant(expiresAt);
  return [keyMeaning(key) || key, String(version), size(value.length), kind, expires, text];
}
