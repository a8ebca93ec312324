import { fork } from "node:child_process";
import { once } from "node:events";
import type { PartMessage } from "./part-message.ts";
import { PLACES } from "./places.ts";
import type { Report } from "./report.ts";

export interface PartOptions {
  readonly seconds: number;
  readonly keys: number;
}

/** Runs a part of a suite in a process of its own. */
export async function runPart(
  suite: string,
  part: string,
  { seconds, keys }: PartOptions,
  progress: (doing: string) => void,
): Promise<Report> {
  const child = fork(PLACES.partProcess, [suite, part, String(seconds), String(keys)]);
  let report: Report | undefined;
  child.on("message", (message: PartMessage) => {
    if (message.type === "progress") progress(message.doing);
    else report = message.report;
  });
  const [code, signal] = await once(child, "close");
  if (report === undefined || code !== 0)
    throw new Error(`${suite} over ${part} ended with ${signal ?? `code ${code}`}`);
  return report;
}
