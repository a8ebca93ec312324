import { once } from "node:events";
import { InvalidArgumentError } from "commander";
import { addStoreOption, type StoreOption, withStore } from "../store/opening.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly write?: boolean;
  readonly port: number;
  readonly json?: true;
}

export const inspect: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .option("--write", "let the page change and delete values")
      .option("--port <number>", "port on 127.0.0.1, 0 for any that is free", portNumber, 0)
      .option("--json", "one object with the address")
      .addHelpText(
        "after",
        "\nPrints the address to open in a browser of this machine. Whoever has it may read the store.\nServes until it is interrupted.",
      )
      .action((options: Options) => serveInspector(options, io));
  },
};

const PORT_MAX = 65_535;

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > PORT_MAX)
    throw new InvalidArgumentError(`It is a whole number from 0 to ${PORT_MAX}.`);
  return port;
}

async function serveInspector({ write = false, port, json, ...store }: Options, io: Io): Promise<void> {
  const { openInspector } = await import("@airssys/inspector"); // and with it a server, which no other command needs
  await withStore(store, io, write ? "write" : "read", async ({ namespaces }) => {
    await using inspector = await openInspector({ namespaces, write, port });
    await io.out.write(json ? `${jsonText({ url: inspector.url })}\n` : `${inspector.url}\n`);
    if (!io.signal.aborted) await once(io.signal, "abort");
  });
}
