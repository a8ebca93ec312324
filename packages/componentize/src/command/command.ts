import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { rootSourceMap } from "@airssys/runtime/source-trace";
import { Command, InvalidArgumentError, Option } from "commander";
import yoctoSpinner from "yocto-spinner";
import { type ComponentizeResult, componentize, DEFAULT_FEATURES, FEATURES } from "../componentize.ts";
import type { Feature } from "../componentize-js/build-request.ts";
import { codeFrame } from "../errors/code-frame.ts";
import { ComponentizeError } from "../errors/componentize-error.ts";
import { displayPath } from "../errors/location.ts";
import { createTypesCommand } from "./types-command.ts";

interface CommandOptions {
  readonly wit: string;
  readonly world?: string;
  readonly out: string;
  readonly features: readonly Feature[];
  readonly condition: readonly string[];
  readonly check: boolean;
  /** `false` for none. */
  readonly sourceMap?: string | false;
}

/**
 * The command `airssys-componentize`. Its report goes to the standard error, so that it never mixes with anything
 * piped.
 */
export function createCommand(): Command {
  return new Command("airssys-componentize")
    .version(ownVersion(), "--version", "print the version")
    .description("Build WebAssembly components out of TypeScript modules and WIT worlds")
    .addCommand(createBuildCommand(), { isDefault: true })
    .addCommand(createTypesCommand());
}

/** The command that runs if none is named. */
function createBuildCommand(): Command {
  return new Command("build")
    .description("Build a WebAssembly component out of a TypeScript module and a WIT world (the default)")
    .argument("<entry>", "the module whose exports the component exports")
    .requiredOption("--wit <path>", "a .wit file, or a folder of them with an optional deps folder")
    .option("--world <name>", "the world to build for, unless the WIT has exactly one")
    .requiredOption("--out <file>", "where to write the component")
    .option("--source-map <file>", "where to write the source map of the code (default: FILE.map beside the component)")
    .option("--no-source-map", "write no source map")
    .addOption(
      new Option("--features <list>", `what the engine has, of ${FEATURES.join(",")}`)
        .argParser(parseFeatures)
        .default(DEFAULT_FEATURES, DEFAULT_FEATURES.join(",")),
    )
    .option("--no-check", "do not compare the exported functions with the types of the world")
    .option("--condition <name...>", "conditions under which exports of packages are resolved", [])
    .action(build);
}

function ownVersion(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return manifest.version;
}

/** Writes the source map with its sources as they are found from its own folder. */
async function writeSourceMap({ sourceMap }: ComponentizeResult, entry: string, file: string): Promise<void> {
  const folder = relative(dirname(resolve(file)), dirname(resolve(entry))).replaceAll(sep, "/");
  await writeFile(file, folder === "" ? sourceMap : rootSourceMap(sourceMap, folder));
}

function parseFeatures(list: string): Feature[] {
  const names = list.split(",").map((name) => name.trim());
  return names
    .filter((name) => name !== "")
    .map((name) => {
      const feature = FEATURES.find((known) => known === name);
      if (feature) return feature;
      throw new InvalidArgumentError(`There is no feature "${name}"; there are ${FEATURES.join(", ")}.`);
    });
}

async function build(entry: string, options: CommandOptions, command: Command): Promise<void> {
  const { wit, world, features, check, condition } = options;
  const start = performance.now();
  const spinner = process.stderr.isTTY
    ? yoctoSpinner({ text: `Building ${displayPath(options.out)}` }).start()
    : undefined;
  try {
    await mkdir(dirname(options.out), { recursive: true }); // fails before the build does, which takes longer
    const result = await componentize({
      entry,
      wit,
      ...(world === undefined ? {} : { world }),
      features,
      check,
      conditions: condition,
    });
    await writeFile(options.out, result.component);
    if (options.sourceMap !== false) await writeSourceMap(result, entry, options.sourceMap ?? `${options.out}.map`);
    spinner?.stop();
    process.stderr.write(summary(result, options.out, performance.now() - start));
  } catch (error) {
    spinner?.stop();
    if (!(error instanceof ComponentizeError)) throw error;
    command.error(`error: ${error.message}${await codeFrame(error.location)}`, { code: error.code, exitCode: 1 });
  }
}

function summary(
  { component, imports, output, warnings }: ComponentizeResult,
  out: string,
  milliseconds: number,
): string {
  const size = `${(component.length / 1e6).toFixed(1)} MB`;
  const time = `${(milliseconds / 1000).toFixed(1)} s`;
  const own = imports.filter((name) => !name.startsWith("wasi:"));
  const wasi = imports.length - own.length;
  const printed = output === "" ? "" : `The module printed while it was built:\n${output.trimEnd()}\n`;
  const questionable = warnings.map((warning) => `warning: ${warning.trimEnd()}\n`).join("");
  return `${printed}${questionable}${displayPath(out)}  ${size}  ${time}\nimports ${[...own, `${wasi} of WASI`].join(", ")}\n`;
}
