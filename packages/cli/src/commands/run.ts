import { dirname, join } from "node:path";
import { printable } from "@airssys/display";
import { cacheFolder } from "../cache-folder.ts";
import { addStoreOption, type StoreOption, storeAddress } from "../store/opening.ts";
import { wholeNumber } from "../store/range-options.ts";
import type { Io } from "../terminal/io.ts";
import { jsonText } from "../terminal/json-text.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly manifest?: string;
  readonly id?: string;
  readonly timeout: number;
}

export const run: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("<component>", "a .wasm file")
      .argument("<export>", "a path such as count or notes.add")
      .argument("[args...]", 'arguments as JSON: 7, \'"text"\', \'{"name":"Ada"}\'')
      .option("--manifest <file>", "default: Component.toml beside the component")
      .option("--id <id>", "the id that it runs under; default: that of the manifest")
      .option("--timeout <seconds>", "most that the call may take", wholeNumber, 10)
      .addHelpText("after", HELP)
      .action((component: string, path: string, args: string[], options: Options) =>
        call(component, path, args, options, io),
      );
  },
};

const HELP = `
The store is made if it is new. The component runs in a process of its own, with the grants of its manifest. Its result
is printed as JSON: whole numbers of 64 bits as texts, bytes in Base64. What it prints goes to the standard error.`;

async function call(component: string, path: string, args: string[], options: Options, io: Io): Promise<void> {
  const { openStoreAt } = await import("@airssys/engines");
  const { callComponent } = await import("../run/call-component.ts");
  const { manifest = join(dirname(component), "Component.toml"), id, timeout } = options;
  await using store = await openStoreAt(storeAddress(options, io));
  const tell = (_stream: string, text: string) => void io.err.write(printable(text)).catch(() => undefined);
  const request = { component, path, args, manifest, id, seconds: timeout, cacheFolder: cacheFolder(io.env) };
  const value = await callComponent(store, request, tell);
  const { toJson } = await import("../run/json-values.ts");
  await io.out.write(`${jsonText(toJson(value))}\n`);
}
