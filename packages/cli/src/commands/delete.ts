import { NotFound, UsageError } from "../command-error.ts";
import { knownNamespace } from "../store/known-namespace.ts";
import { addStoreOption, type StoreOption, withStore } from "../store/opening.ts";
import { confirm } from "../terminal/confirm.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { counted } from "../terminal/quantities.ts";
import { tell } from "../terminal/tell.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly prefix?: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

export const deleteKeys: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("<namespace>", "such as component:notes")
      .argument("[keys...]", "keys to remove, in one commit")
      .option("--prefix <text>", "every key that begins with it, in place of named ones")
      .option("--dry-run", "says how many there are, and removes nothing")
      .option("--yes", "do not ask")
      .option("--json", "one object")
      .action((namespace: string, keys: string[], options: Options) => removeKeys(namespace, keys, options, io));
  },
};

async function removeKeys(name: string, keys: readonly string[], options: Options, io: Io): Promise<void> {
  const { prefix, dryRun } = options;
  if (keys.length > 0 === (prefix !== undefined)) throw new UsageError("name keys, or a --prefix");
  await withStore(options, io, dryRun ? "read" : "write", async ({ namespaces }) => {
    await knownNamespace(namespaces, name);
    const store = namespaces.open(name);
    const found =
      prefix === undefined ? await countPresent(keys, (key) => store.has(key)) : await store.count({ prefix });
    if (found === 0) throw new NotFound(`${name} has no such key`);
    if (!dryRun) {
      await confirm(io, `Remove ${counted(found, "key")} of ${name}?`, options);
      await namespaces.openGrouped(name).transaction(async (transaction) => {
        if (prefix !== undefined) await transaction.deleteRange({ prefix });
        for (const key of keys) await transaction.delete(key);
      });
    }
    await tellRemoved(found, options, io);
  });
}

async function countPresent(
  keys: readonly string[],
  has: (key: string) => boolean | Promise<boolean>,
): Promise<number> {
  let present = 0;
  for (const key of new Set(keys)) if (await has(key)) present++;
  return present;
}

async function tellRemoved(keys: number, { dryRun, json }: Options, io: Io): Promise<void> {
  if (json) return io.out.write(`${jsonText({ keys, isDone: dryRun !== true })}\n`);
  await tell(io, `${dryRun ? "would remove" : "removed"} ${counted(keys, "key")}`);
}
