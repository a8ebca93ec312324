import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { Option } from "commander";
import { NotFound, UsageError } from "../command-error.ts";
import { requireNamespaceName } from "../store/known-namespace.ts";
import { addStoreOption, type StoreOption, withStore } from "../store/opening.ts";
import { wholeNumber } from "../store/range-options.ts";
import type { Io } from "../terminal/io.ts";
import { counted } from "../terminal/quantities.ts";
import { tell } from "../terminal/tell.ts";
import type { CommandModule } from "./command-module.ts";

interface Options extends StoreOption {
  readonly as: "text" | "json" | "hex" | "base64";
  readonly file?: string;
  readonly ttl?: number;
  readonly ifVersion?: number;
  readonly ifAbsent?: true;
  readonly dryRun?: true;
}

export const set: CommandModule = {
  configure(command, io) {
    addStoreOption(command)
      .argument("<namespace>", "such as component:notes; made if it is new")
      .argument("<key>")
      .argument("[value]", "- reads it from the standard input")
      .addOption(
        new Option("--as <form>", "how the value is written")
          .choices(["text", "json", "hex", "base64"])
          .default("text"),
      )
      .option("--file <path>", "takes the bytes of a file")
      .option("--ttl <seconds>", "it expires after so many seconds", wholeNumber)
      .addOption(
        new Option("--if-version <number>", "only if the key has this version")
          .argParser(wholeNumber)
          .conflicts("ifAbsent"),
      )
      .option("--if-absent", "only if there is no such key")
      .option("--dry-run", "says what would be stored, and stores nothing")
      .action((namespace: string, key: string, value: string | undefined, options: Options) =>
        store(namespace, key, value, options, io),
      );
  },
};

async function store(name: string, key: string, given: string | undefined, options: Options, io: Io): Promise<void> {
  requireNamespaceName(name);
  const value = await readValue(given, options, io);
  const { ttl, ifVersion, ifAbsent, dryRun } = options;
  await withStore(options, io, dryRun ? "read" : "write", async ({ namespaces }) => {
    const space = namespaces.open(name);
    const before = await space.getEntry(key);
    const isAsExpected = ifAbsent ? before === undefined : ifVersion === undefined || before?.version === ifVersion;
    if (!isAsExpected)
      throw new NotFound(before === undefined ? "the key is absent" : `the key has version ${before.version}`);
    const what = `${counted(value.length, "byte")} under ${JSON.stringify(key)} in ${name}`;
    const replacing = before === undefined ? "" : `, in place of ${counted(before.value.length, "byte")}`;
    if (dryRun) return tell(io, `would store ${what}${replacing}`);
    const expiry = ttl === undefined ? undefined : { ttlSeconds: ttl };
    const isChecked = ifAbsent === true || ifVersion !== undefined;
    await namespaces.openGrouped(name).transaction(async (transaction) => {
      if (isChecked) await transaction.check(key, before?.version);
      await transaction.set(key, value, expiry);
    });
  });
}

async function readValue(given: string | undefined, { as, file }: Options, io: Io): Promise<Uint8Array> {
  if ((given === undefined) === (file === undefined))
    throw new UsageError("a value is missing: give it as an argument, as - or with --file");
  if (file !== undefined) return new Uint8Array(await readFile(file));
  const text = given === "-" ? await buffer(io.input) : Buffer.from(given ?? "");
  if (as === "text") return new Uint8Array(text);
  if (as === "json") return requireJson(text);
  const decoded = Buffer.from(text.toString().trim(), as);
  if (decoded.toString(as) !== text.toString().trim().toLowerCase() && decoded.toString(as) !== text.toString().trim())
    throw new UsageError(`the value is not ${as === "hex" ? "hexadecimal" : "Base64 with padding"}`);
  return new Uint8Array(decoded);
}

function requireJson(text: Buffer): Uint8Array {
  try {
    JSON.parse(text.toString());
  } catch (cause) {
    throw new UsageError(`the value is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  return new Uint8Array(text);
}
