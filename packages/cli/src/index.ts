export { runCommand } from "./run-command.ts";
export type { Io, Output } from "./terminal/io.ts";
