import { openBackendAt } from "@airssys/engines";
import { type MigrationResult, migrateStore } from "@airssys/host/store";
import { wholeNumber } from "../store/range-options.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { showProgress } from "../terminal/progress.ts";
import { count, counted, duration, size } from "../terminal/quantities.ts";
import { formatTable } from "../terminal/table.ts";
import { tell } from "../terminal/tell.ts";
import type { CommandModule } from "./command-module.ts";

interface Options {
  readonly passes?: number;
  readonly keep?: true;
  readonly json?: true;
}

export const migrate: CommandModule = {
  configure(command, io) {
    command
      .argument("<from>", "the store, such as lmdb:./data; it is never changed")
      .argument("<to>", "a place where nothing is, or a migration of the same store that has not ended")
      .option("--passes <count>", "most passes over a source that is written meanwhile; default 5", wholeNumber)
      .option("--keep", "keep what was copied when it fails, for another try")
      .option("--json", "one object")
      .addHelpText("after", "\nStopped or killed, it goes on where it was when it is called again.")
      .action((from: string, to: string, options: Options) => migrateTo(from, to, options, io));
  },
};

async function migrateTo(from: string, to: string, options: Options, io: Io): Promise<void> {
  const result = await copyStore(from, to, options, io);
  if (options.json) return io.out.write(`${jsonText(result)}\n`);
  const { keys, bytes, passes, milliseconds, namespaces } = result;
  if (namespaces.length > 0) await io.out.write(report(result, io.out.columns));
  const times = `${counted(passes, "pass").replace(/passs$/, "passes")} and ${duration(milliseconds)}`;
  await tell(io, `${counted(keys, "key")}, ${size(bytes)}, the same on both sides, in ${times}`);
}

/** Copies a store to another engine, and shows how far it is. */
export async function copyStore(
  fromAddress: string,
  toAddress: string,
  { passes, keep }: Options,
  io: Io,
): Promise<MigrationResult> {
  await using from = closing(await openBackendAt(fromAddress, { readOnly: true }));
  await using to = closing(await openBackendAt(toAddress));
  const progress = showProgress(io);
  try {
    return await migrateStore({
      from: from.backend,
      to: to.backend,
      signal: io.signal,
      keepOnFailure: keep === true,
      ...(passes !== undefined && { passesMax: passes }),
      onProgress: ({ phase, keys, keysMax, keysPerSecond }) =>
        progress.tell({ doing: phase, done: keys, all: keysMax, perSecond: keysPerSecond, thing: "keys" }),
    });
  } finally {
    progress.end();
  }
}

type Backend = Awaited<ReturnType<typeof openBackendAt>>;

function closing(backend: Backend): AsyncDisposable & { readonly backend: Backend } {
  return { backend, [Symbol.asyncDispose]: async () => void (await backend.close()) };
}

const DIGITS_SHOWN = 16;

function report({ namespaces }: MigrationResult, columns: number): string {
  const rows = namespaces.map(({ name, keys, bytes, version, digest }) => {
    return [name, count(keys), size(bytes), count(version), digest.slice(0, DIGITS_SHOWN)];
  });
  return formatTable(COLUMNS, rows, columns);
}

const COLUMNS = [
  { name: "namespace" },
  { name: "keys", align: "right" },
  { name: "stored", align: "right" },
  { name: "version", align: "right" },
  { name: "SHA-256" },
] as const;
