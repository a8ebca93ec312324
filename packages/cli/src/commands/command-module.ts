import type { Command } from "commander";
import type { Io } from "../terminal/io.ts";

/** A command of `airssys`: a file that is loaded when the command is asked for. */
export interface CommandModule {
  /** Adds arguments, options and the action to the command, which has its name and summary already. */
  configure(command: Command, io: Io): void;
}
