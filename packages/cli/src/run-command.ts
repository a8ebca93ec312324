import { printable } from "@airssys/display";
import { Command, CommanderError } from "commander";
import { COMMANDS } from "./commands/table.ts";
import { EXIT, type ExitCode, exitCodeOf } from "./exit-codes.ts";
import { type Io, ReaderGone } from "./terminal/io.ts";
import { tell } from "./terminal/tell.ts";

/**
 * Runs `airssys` with some arguments. Never throws for a command that fails: it says on `err` why, in one line.
 *
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 3 not found, 130 interrupted.
 *
 * @example
 * ```ts
 * import { type Io, runCommand } from "@airssys/cli";
 *
 * async function listNamespaces(io: Io): Promise<boolean> {
 *   return (await runCommand(["ls", "--store", "lmdb:./data"], io)) === 0;
 * }
 * ```
 */
export async function runCommand(args: readonly string[], io: Io): Promise<number> {
  const said: Promise<void>[] = [];
  try {
    const program = await createProgram(args, io, (text, to) => said.push(to.write(text)));
    await program.parseAsync([...args], { from: "user" });
    await Promise.all(said);
    return EXIT.done;
  } catch (error) {
    await Promise.allSettled(said);
    return await tellFailure(error, io);
  }
}

type Say = (text: string, to: Io["out"]) => void;

/** The program with all of its commands, of which those that are named in the arguments are loaded. */
async function createProgram(args: readonly string[], io: Io, say: Say): Promise<Command> {
  const output = {
    writeOut: (text: string) => say(text, io.out),
    writeErr: (text: string) => say(printable(text), io.err),
    getOutHelpWidth: () => HELP_COLUMNS,
    getErrHelpWidth: () => HELP_COLUMNS,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  };
  const program = new Command("airssys")
    .description("Look after stores of airssys storage, and move them between engines")
    .exitOverride()
    .configureOutput(output)
    .addHelpText("after", EXIT_CODES);
  if (args.includes("--version")) program.version((await import("./version.ts")).VERSION, "--version");
  else program.option("--version", "output the version number");
  for (const [name, { summary, load }] of COMMANDS) {
    const command = program
      .command(name)
      .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}`)
      .summary(summary);
    if (args.includes(name)) (await load()).configure(command, io);
  }
  return program;
}

const HELP_COLUMNS = 100;

const EXIT_CODES = `
Ends with 0 when it is done, 1 if it failed, 2 for wrong usage, 3 if a store, a namespace or a key is not there, 130
if it was interrupted.`;

async function tellFailure(error: unknown, io: Io): Promise<ExitCode> {
  if (error instanceof ReaderGone) return EXIT.done;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage; // it has said why
  const message = error instanceof Error ? error.message : String(error);
  await tell(io, message).catch(() => undefined);
  return exitCodeOf(error);
}
