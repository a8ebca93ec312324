import { printable } from "@airssys/display";
import type { Io } from "./io.ts";

/** Says something to whoever runs the command, on one line that is safe for a terminal. */
export async function tell({ err }: Io, message: string): Promise<void> {
  await err.write(`airssys: ${printable(message, "line")}\n`);
}
