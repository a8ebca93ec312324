import type { Call } from "./call.ts";
import type { ProcessFiles } from "./process-files.ts";

/** How calls are replayed, by their names. */
export type CallTable = Readonly<
  Record<
    string,
    /** @param begun how many steps had been taken when the call began. */
    (files: ProcessFiles, call: Call, begun: number) => unknown
  >
>;
