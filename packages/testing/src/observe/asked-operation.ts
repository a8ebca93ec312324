import { copyOf } from "./copy-of.ts";
import type { AskedOperation } from "./operation-log.ts";

/**
 * An operation as it was, whatever is done with what this hands out: bytes cannot be frozen, so that arguments are
 * copied for each who looks.
 */
export function askedOperation(
  about: Pick<AskedOperation, "component" | "interface" | "function">,
  args: readonly unknown[],
  outcome: AskedOperation["outcome"],
): AskedOperation {
  return Object.freeze({
    ...about,
    get args() {
      return copyOf(args) as readonly unknown[];
    },
    outcome: copyOf(outcome) as AskedOperation["outcome"],
  });
}
