import { createReadStream } from "node:fs";
import { ImportError, importNamespace } from "@airssys/host/store";
import { requireNamespaceName } from "../store/known-namespace.ts";
import { addStoreOption, requireWanted, type StoreOption, withStore } from "../store/opening.ts";
import { wholeNumber } from "../store/range-options.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { showProgress } from "../terminal/progress.ts";
import { counted } from "../terminal/quantities.ts";
import { tell } from "../terminal/tell.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly atomic?: true;
  readonly skipLines?: number;
  readonly json?: true;
}

export const importLines: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("<namespace>", "made if it is new")
      .argument("[file]", "JSON Lines, as export writes them; default: the standard input", "-")
      .option("--atomic", "all lines or none; an empty namespace takes any number of them")
      .option("--skip-lines <count>", "lines that an import before has stored", wholeNumber)
      .option("--json", "one object")
      .action((namespace: string, file: string, options: Options) => storeLines(namespace, file, options, io));
  },
};

async function storeLines(name: string, file: string, options: Options, io: Io): Promise<void> {
  requireNamespaceName(name);
  await withStore(options, io, "write", async ({ namespaces }) => {
    const { atomic, skipLines } = options;
    const source = told(file === "-" ? io.input : createReadStream(file), io);
    const settings = { mode: atomic ? "atomic" : "resumable", ...(skipLines !== undefined && { skipLines }) } as const;
    const { lines } = await importNamespace(namespaces, name, source, settings).catch((error: unknown) => {
      if (!(error instanceof ImportError) || error.linesStored === 0) throw error;
      throw new Error(`${error.message}; go on with --skip-lines ${error.linesStored}`, { cause: error.cause });
    });
    if (options.json) return io.out.write(`${jsonText({ namespace: name, lines })}\n`);
    await tell(io, `${counted(lines, "line")} stored in ${name}`);
  });
}

/** Tells how much was read, and ends when somebody asks for it. */
async function* told(source: AsyncIterable<Uint8Array>, io: Io): AsyncGenerator<Uint8Array> {
  const progress = showProgress(io);
  const begun = performance.now();
  let done = 0;
  try {
    for await (const chunk of source) {
      requireWanted(io);
      yield chunk;
      done += chunk.length;
      progress.tell({
        doing: "importing",
        done,
        perSecond: (done / (performance.now() - begun)) * 1_000,
        thing: "bytes",
      });
    }
  } finally {
    progress.end();
  }
}
