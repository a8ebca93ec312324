import { setTimeout as pause } from "node:timers/promises";
import { describeValue, printable } from "@airssys/display";
import type { KeyedEntry, Store } from "@airssys/host";
import { CommandFailed, Interrupted } from "../command-error.ts";
import { requireNamespaceName } from "../store/known-namespace.ts";
import { addStoreOption, type StoreOption, withStore } from "../store/opening.ts";
import { entriesOf, wholeNumber } from "../store/range-options.ts";
import { jsonEntry, keyMeaning } from "../store/shown-entry.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly every: number;
  readonly json?: true;
}

export const watch: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("<namespace>", "such as component:notes")
      .argument("[prefix]", "only keys that begin with it", "")
      .option("--every <milliseconds>", "pause between two looks", wholeNumber, 500)
      .option("--json", "an object for each change, a line each")
      .addHelpText(
        "after",
        "\nSees commits of any process. Of a key that changes twice between two looks it tells the last change.",
      )
      .action((namespace: string, prefix: string, options: Options) =>
        untilInterrupted(watchKeys(namespace, prefix, options, io)),
      );
  },
};

/** An interruption is how a watch ends, also in the middle of a look. */
async function untilInterrupted(watching: Promise<void>): Promise<void> {
  await watching.catch((error: unknown) => {
    if (!(error instanceof Interrupted)) throw error;
  });
}

/** Versions that are kept in memory, to know what has changed. */
const KEYS_MAX = 200_000;

async function watchKeys(name: string, prefix: string, options: Options, io: Io): Promise<void> {
  requireNamespaceName(name);
  await withStore(options, io, "read", async ({ namespaces }) => {
    const store = namespaces.open(name);
    let seen = await versionsOf(store, prefix, io);
    let version = await store.version();
    while (!io.signal.aborted) {
      await pause(options.every, undefined, { signal: io.signal }).catch(() => undefined);
      const newest = await store.version();
      if (newest === version) continue;
      version = newest;
      seen = await tellChanges(store, prefix, seen, options, io);
    }
  });
}

type Versions = ReadonlyMap<string, number>;

async function versionsOf(store: Store, prefix: string, io: Io): Promise<Versions> {
  const versions = new Map<string, number>();
  for await (const { key, version } of entriesOf(store, { prefix }, io)) requireFew(versions.set(key, version));
  return versions;
}

async function tellChanges(store: Store, prefix: string, seen: Versions, options: Options, io: Io): Promise<Versions> {
  const versions = new Map<string, number>();
  const gone = new Set(seen.keys());
  for await (const entry of entriesOf(store, { prefix }, io)) {
    requireFew(versions.set(entry.key, entry.version));
    gone.delete(entry.key);
    if (seen.get(entry.key) !== entry.version) await io.out.write(setLine(entry, options, io));
  }
  for (const key of gone) {
    const line = options.json
      ? jsonText({ type: "delete", key })
      : `delete  ${printable(keyMeaning(key) || key, "line")}`;
    await io.out.write(`${line}\n`);
  }
  return versions;
}

function setLine(entry: KeyedEntry, { json }: Options, io: Io): string {
  if (json) return `${jsonText({ type: "set", ...jsonEntry(entry) })}\n`;
  const key = printable(keyMeaning(entry.key) || entry.key, "line");
  const { text } = describeValue(entry.value, { layout: "line", charactersMax: io.out.columns });
  return `set     ${key}  version ${entry.version}  ${text}\n`;
}

function requireFew(versions: Versions): void {
  if (versions.size > KEYS_MAX) throw new CommandFailed(`there are more than ${KEYS_MAX} keys: watch a prefix`);
}
