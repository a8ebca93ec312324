import { copyData } from "./copy-data.ts";
import type { AskedOperation } from "./operation-log.ts";

/** Records an operation. Bytes cannot be frozen, so each read of `args` returns a new copy. */
export function askedOperation(
  about: Pick<AskedOperation, "component" | "interface" | "function">,
  args: readonly unknown[],
  outcome: AskedOperation["outcome"],
): AskedOperation {
  return Object.freeze({
    ...about,
    get args() {
      return copyData(args) as readonly unknown[];
    },
    outcome: copyData(outcome) as AskedOperation["outcome"],
  });
}
