import { createInterface } from "node:readline/promises";
import { printable } from "@airssys/display";
import { Interrupted, UsageError } from "../command-error.ts";
import type { Io } from "./io.ts";

/**
 * Asks before something is destroyed. Where nobody can answer, it is refused unless `--yes` was given.
 *
 * @throws UsageError if nobody can answer; Interrupted if the answer is not yes
 */
export async function confirm(io: Io, question: string, { yes }: { readonly yes?: true }): Promise<void> {
  if (yes) return;
  if (io.input.isTTY !== true) throw new UsageError(`${question} Nobody can answer here: add --yes to do it`);
  await io.err.write(`${printable(question, "line")} [y/N] `);
  const answering = createInterface({ input: io.input, signal: io.signal });
  try {
    for await (const answer of answering) {
      if (/^y(es)?$/i.test(answer.trim())) return;
      break;
    }
  } finally {
    answering.close();
  }
  throw new Interrupted();
}
