import { Command } from "commander";
import { codeFrame } from "../errors/code-frame.ts";
import { ComponentizeError } from "../errors/componentize-error.ts";
import { displayPath } from "../errors/location.ts";
import { writeTypes } from "../types/write-types.ts";

interface TypesOptions {
  readonly wit: string;
  readonly world?: string;
  readonly out: string;
}

/** The command `airssys-componentize types`. */
export function createTypesCommand(): Command {
  return new Command("types")
    .description("Write the types of what a world exports, for the component and for its callers")
    .requiredOption("--wit <path>", "a .wit file, or a folder of them with an optional deps folder")
    .option("--world <name>", "the world, unless the WIT has exactly one")
    .requiredOption("--out <folder>", "where to write them")
    .action(write);
}

async function write({ wit, world, out }: TypesOptions, command: Command): Promise<void> {
  try {
    const files = await writeTypes({ wit, out, ...(world !== undefined && { world }) });
    process.stderr.write(files.map((file) => `${displayPath(file)}\n`).join(""));
  } catch (error) {
    if (!(error instanceof ComponentizeError)) throw error;
    command.error(`error: ${error.message}${await codeFrame(error.location)}`, { code: error.code, exitCode: 1 });
  }
}
