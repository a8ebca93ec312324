import yoctoSpinner from "yocto-spinner";
import type { Verdict } from "../law/verdict.ts";
import { printable } from "./printable.ts";

interface Progress {
  tell(verdict: Verdict): void;
  end(): void;
}

/** Shows progress: on a terminal law by law in place, elsewhere one line per interface. */
export function progress(): Progress {
  return process.stderr.isTTY ? spinning() : inLines();
}

function spinning(): Progress {
  const spinner = yoctoSpinner({ text: "Loading" }).start();
  let count = 0;
  let broken = 0;
  return {
    tell({ about, outcome, law }) {
      count++;
      if (outcome === "broken") broken++;
      const text = printable(`${about}: ${count} laws tried, ${broken} broken. ${law}`);
      spinner.text = text.slice(0, (process.stderr.columns ?? 120) - 4);
    },
    end: () => spinner.stop(),
  };
}

function inLines(): Progress {
  let done: Verdict[] = [];
  const tellDone = () => {
    const [first] = done;
    if (first === undefined) return;
    const broken = done.filter(({ outcome }) => outcome === "broken").length;
    process.stderr.write(printable(`${first.about}: ${done.length} laws tried, ${broken} broken`).concat("\n"));
    done = [];
  };
  return {
    tell(verdict) {
      if (done[0]?.about !== verdict.about) tellDone();
      done.push(verdict);
    },
    end: tellDone,
  };
}
