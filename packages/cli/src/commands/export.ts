import { open } from "node:fs/promises";
import { exportNamespace } from "@airssys/host/store";
import { knownNamespace } from "../store/known-namespace.ts";
import { addStoreOption, requireWanted, type StoreOption, withStore } from "../store/opening.ts";
import type { Io } from "../terminal/io.ts";
import { escapeJson } from "../terminal/json-text.ts";
import { showProgress } from "../terminal/progress.ts";
import { counted } from "../terminal/quantities.ts";
import { tell } from "../terminal/tell.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly out?: string;
}

export const exportLines: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("<namespace>", "such as component:notes")
      .option("--out <file>", "a new file, in place of the standard output")
      .addHelpText("after", "\nWithout versions and quotas: for people, other programs and other stores.")
      .action((namespace: string, options: Options) => writeLines(namespace, options, io));
  },
};

async function writeLines(name: string, options: Options, io: Io): Promise<void> {
  await withStore(options, io, "read", async ({ namespaces }) => {
    const { keys } = await knownNamespace(namespaces, name);
    const file = options.out === undefined ? undefined : await open(options.out, "wx");
    const progress = file && showProgress(io);
    const begun = performance.now();
    let done = 0;
    try {
      for await (const chunk of exportNamespace(namespaces, name)) {
        requireWanted(io);
        if (file) await file.writeFile(chunk);
        else await io.out.write(io.out.isTerminal ? escapeJson(new TextDecoder().decode(chunk)) : chunk);
        done += countLines(chunk);
        const perSecond = (done / (performance.now() - begun)) * 1_000;
        progress?.tell({ doing: "exporting", done, all: keys, perSecond, thing: "keys" });
      }
      await file?.sync();
    } finally {
      progress?.end();
      await file?.close();
    }
    if (file) await tell(io, `${counted(done, "key")} in ${options.out}`);
  });
}

const LINE_FEED = 0x0a;

function countLines(chunk: Uint8Array): number {
  let lines = 0;
  for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines++;
  return lines;
}
