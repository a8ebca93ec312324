import { endsWithin } from "../judge/checked-subject.ts";
import { printable } from "./printable.ts";

/** Exit codes of the command: 1 for broken laws, 2 for anything that could not be judged. */
export const BROKEN = 1;
export const NOT_JUDGED = 2;

/** Prints in one line why nothing was judged. */
export function tellFailure(failure: unknown): void {
  const message = failure instanceof Error ? failure.message : String(failure);
  process.stderr.write(`airssys-conformance: ${printable(message)}\n`);
  process.exitCode = NOT_JUDGED;
}

const CLOSING_SECONDS_MAX = 5;

/** Runs some work and closes a host afterwards, also on SIGINT and SIGTERM. Closing takes 5 seconds at most. */
export async function closedAfter<Result>(opened: AsyncDisposable, work: () => Promise<Result>): Promise<Result> {
  const close = () => endsWithin("closing the host", CLOSING_SECONDS_MAX, async () => opened[Symbol.asyncDispose]());
  const interrupted = (signal: NodeJS.Signals) => {
    const end = () => process.exit(signal === "SIGINT" ? 130 : 143);
    close().then(end, end);
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    return await work();
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    await close();
  }
}
