import { addStoreOption, type StoreOption, withStore } from "../store/opening.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import { showProgress } from "../terminal/progress.ts";
import { size } from "../terminal/quantities.ts";
import { tell } from "../terminal/tell.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly json?: true;
}

export const backup: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("<place>", "where nothing is yet, in the terms of the engine: for LMDB a folder")
      .option("--json", "one object")
      .addHelpText(
        "after",
        "\nThe copy shows one moment, and every namespace in it is recounted before it is at its place.",
      )
      .action((place: string, options: Options) => backUp(place, options, io));
  },
};

async function backUp(place: string, options: Options, io: Io): Promise<void> {
  await withStore(options, io, "read", async ({ namespaces }) => {
    const progress = showProgress(io);
    const begun = performance.now();
    const onProgress = ({ bytes, bytesMax }: { readonly bytes: number; readonly bytesMax: number }) =>
      progress.tell({
        doing: "copying",
        done: bytes,
        all: bytesMax,
        perSecond: (bytes / (performance.now() - begun)) * 1_000,
        thing: "bytes",
      });
    const { path, bytes } = await namespaces.backup({ path: place, onProgress }).finally(progress.end);
    if (options.json) return io.out.write(`${jsonText({ path, bytes })}\n`);
    await tell(io, `${size(bytes)} in ${path}`);
  });
}
