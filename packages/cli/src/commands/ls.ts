import type { ListedNamespace } from "@airssys/host";
import { listNamespaces } from "../store/known-namespace.ts";
import { addStoreOption, type StoreOption, withStore } from "../store/opening.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { count, size } from "../terminal/quantities.ts";
import { formatTable } from "../terminal/table.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly json?: true;
}

export const ls: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("[prefix]", "only namespaces whose names begin with it", "")
      .option("--json", "an object for each namespace, a line each")
      .action((prefix: string, options: Options) => list(prefix, options, io));
  },
};

async function list(prefix: string, options: Options, io: Io): Promise<void> {
  await withStore(options, io, "read", async ({ namespaces }) => {
    const found: ListedNamespace[] = [];
    for await (const namespace of listNamespaces(namespaces, prefix)) found.push(namespace);
    if (options.json) for (const namespace of found) await io.out.write(`${jsonText(namespace)}\n`);
    else if (found.length > 0) await io.out.write(formatTable(COLUMNS, found.map(row), io.out.columns));
  });
}

const COLUMNS = [
  { name: "namespace" },
  { name: "keys", align: "right" },
  { name: "bytes", align: "right" },
  { name: "quota", align: "right" },
  { name: "used", align: "right" },
  { name: "version", align: "right" },
  { name: "state" },
] as const;

function row({ name, keys, bytes, version, state, quota }: ListedNamespace): string[] {
  const limits = [
    quota.bytes === undefined ? "" : size(quota.bytes),
    quota.keys === undefined ? "" : `${count(quota.keys)} keys`,
  ];
  const shares = [share(bytes, quota.bytes), share(keys, quota.keys)].filter((each) => each !== undefined);
  const used = shares.length === 0 ? "" : `${Math.max(...shares).toFixed(1)} %`;
  return [name, count(keys), size(bytes), limits.filter((each) => each !== "").join(", "), used, count(version), state];
}

function share(used: number, limit: number | undefined): number | undefined {
  if (limit === undefined) return undefined;
  return limit === 0 ? 100 : (used / limit) * 100;
}
