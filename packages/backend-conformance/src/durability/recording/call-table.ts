import type { Call } from "./call.ts";
import type { ProcessFiles } from "./process-files.ts";

/** The replay of each system call, by its name. */
export type CallTable = Readonly<
  Record<
    string,
    /** @param begun how many steps had been taken when the call began. */
    (files: ProcessFiles, call: Call, begun: number) => unknown
  >
>;
