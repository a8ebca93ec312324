import yoctoSpinner from "yocto-spinner";
import type { Verdict } from "../verdict.ts";

/** Tells on a terminal how far the judgement is. */
export function progress(): { tell(verdict: Verdict): void; end(): void } {
  if (!process.stderr.isTTY) return { tell() {}, end() {} };
  const spinner = yoctoSpinner({ text: "Loading" }).start();
  let count = 0;
  let broken = 0;
  return {
    tell({ about, outcome, law }) {
      count++;
      if (outcome === "broken") broken++;
      spinner.text = `${about}: ${count} laws tried, ${broken} broken. ${law}`;
    },
    end: () => spinner.stop(),
  };
}
