import { describeValue } from "@airssys/display";
import type { KeyedEntry } from "@airssys/host";
import { NotFound, UsageError } from "../command-error.ts";
import { knownNamespace } from "../store/known-namespace.ts";
import { addStoreOption, type StoreOption, withStore } from "../store/opening.ts";
import { jsonEntry, keyMeaning } from "../store/shown-entry.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { instant, size } from "../terminal/quantities.ts";
import { tell } from "../terminal/tell.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly json?: true;
  readonly raw?: true;
  readonly details?: true;
}

export const get: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("<namespace>", "such as component:notes")
      .argument("<key>")
      .option("--details", "also its version, size, kind and expiry")
      .option("--json", "one object, with the bytes in Base64")
      .option("--raw", "the bytes as they are stored, for a file or another program")
      .action((namespace: string, key: string, options: Options) => tellValue(namespace, key, options, io));
  },
};

async function tellValue(name: string, key: string, options: Options, io: Io): Promise<void> {
  if (options.raw && io.out.isTerminal)
    throw new UsageError("raw bytes could change the terminal: send them to a file, with > FILE");
  await withStore(options, io, "read", async ({ namespaces }) => {
    await knownNamespace(namespaces, name);
    const found = await namespaces.open(name).getEntry(key);
    if (found === undefined) throw new NotFound(`${name} has no key ${JSON.stringify(key)}`);
    const entry = { key, ...found };
    if (options.raw) return io.out.write(entry.value);
    if (options.json) return io.out.write(`${jsonText({ namespace: name, ...jsonEntry(entry) })}\n`);
    if (options.details) await io.out.write(details(entry));
    const { text, isCut } = describeValue(entry.value, { charactersMax: CHARACTERS_MAX });
    await io.out.write(`${text}\n`);
    if (isCut) await tell(io, `the value is longer; --raw > FILE has all ${entry.value.length} bytes`);
  });
}

const CHARACTERS_MAX = 1_000_000;

function details({ key, value, version, expiresAt }: KeyedEntry): string {
  const { kind, version: codecVersion } = describeValue(value);
  const meaning = keyMeaning(key);
  const rows = [
    ["kind", codecVersion === undefined ? kind : `${kind}, version ${codecVersion} of its codec`],
    ["bytes", size(value.length)],
    ["version", String(version)],
    ["expires", expiresAt === undefined ? "never" : instant(expiresAt)],
    ...(meaning ? [["meaning", meaning]] : []),
  ];
  return `${rows.map(([name = "", text]) => `${name.padEnd(8)} ${text}`).join("\n")}\n\n`;
}
