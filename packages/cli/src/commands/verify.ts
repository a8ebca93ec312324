import { CommandFailed } from "../command-error.ts";
import { knownNamespace, listNamespaces } from "../store/known-namespace.ts";
import { addStoreOption, requireWanted, type StoreOption, withStore } from "../store/opening.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { count, counted, size } from "../terminal/quantities.ts";
import { formatTable } from "../terminal/table.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly json?: true;
}

interface Verified {
  readonly namespace: string;
  readonly state: "open" | "filling" | "removing";
  readonly keys: number;
  readonly bytes: number;
  readonly faults: readonly string[];
}

export const verify: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("[namespace]", "default: all of them")
      .option("--json", "an object for each namespace, a line each")
      .addHelpText("after", "\nEnds with 1 if something is not as recorded.")
      .action((namespace: string | undefined, options: Options) => verifyAll(namespace, options, io));
  },
};

async function verifyAll(name: string | undefined, options: Options, io: Io): Promise<void> {
  await withStore(options, io, "read", async ({ namespaces }) => {
    const chosen = name === undefined ? listNamespaces(namespaces) : [await knownNamespace(namespaces, name)];
    const found: Verified[] = [];
    for await (const { name: namespace, state } of chosen) {
      requireWanted(io);
      const { faults, counted: there } = await namespaces.open(namespace).verify();
      found.push({ namespace, state, ...there, faults });
      if (options.json) await io.out.write(`${jsonText(found.at(-1))}\n`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (!options.json && found.length > 0) await io.out.write(report(found, io.out.columns));
    const faulty = found.filter(({ faults }) => faults.length > 0).length;
    if (faulty > 0) throw new CommandFailed(`${counted(faulty, "namespace")} of ${found.length} not as recorded`);
  });
}

function report(found: readonly Verified[], columns: number): string {
  const rows = found.map(({ namespace, state, keys, bytes, faults }) => {
    return [
      namespace,
      count(keys),
      size(bytes),
      state,
      faults.length === 0 ? "as recorded" : counted(faults.length, "fault"),
    ];
  });
  const faults = found.flatMap(({ namespace, faults: each }) => each.map((fault) => [namespace, fault]));
  const table = formatTable(COLUMNS, rows, columns);
  return faults.length === 0
    ? table
    : `${table}\n${formatTable([{ name: "namespace" }, { name: "fault" }], faults, columns)}`;
}

const COLUMNS = [
  { name: "namespace" },
  { name: "keys", align: "right" },
  { name: "bytes", align: "right" },
  { name: "state" },
  { name: "result" },
] as const;
