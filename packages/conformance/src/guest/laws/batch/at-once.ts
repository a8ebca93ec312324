import { same } from "../../expect/expect.ts";
import { getEntry, increment, write } from "../../host/batch.ts";
import { catchRefusal } from "../../host/refused.ts";
import { call, together, type WrittenLaw } from "../../plan/written-law.ts";
import { decodeAscii } from "../../values/bytes.ts";

const INSTANCES = { second: {}, third: {}, fourth: {} };

const EVERYONE = ["owner", ...Object.keys(INSTANCES)];

/** Maximum number of tries: more than a call can lose by chance. */
const TRIES_MAX = 1_000;

/** Retries some work until no other call interferes. Where one call is one transaction, the call fails instead. */
function untilDone(work: () => unknown): void {
  for (let tried = 0; tried < TRIES_MAX; tried++) {
    const { refusal } = catchRefusal(work);
    if (refusal === undefined) return;
    same("the error when somebody came between", refusal.tag, "conflict");
  }
}

const readCount = () => Number(decodeAscii(getEntry("n")?.value ?? new Uint8Array()) || "0");

function law(name: string, where: string, work: () => unknown): WrittenLaw {
  const rounds = Array.from({ length: 6 }, () => [
    call(readCount),
    together(EVERYONE, () => {
      for (let index = 0; index < 5; index++) untilDone(work);
    }),
    call((before: number, ended) => {
      const committed = [...ended].filter((mark) => mark === "+").length;
      same(`the count after ${committed} of ${ended.length} calls`, readCount() - before, committed * 5);
    }),
  ]);
  return { name, where, roles: INSTANCES, steps: rounds.flat() };
}

/** Laws of `storage-batch` about concurrent calls, also on hosts where each function is a commit of its own. */
export const batchAtOnceLaws: readonly WrittenLaw[] = [
  law("counters of calls at the same time count each of them once", "Counters", () => increment("n", 1)),
  law("a write with a check does not overwrite what a call at the same time has written", "Versions", () => {
    const entry = getEntry("n");
    const count = Number(decodeAscii(entry?.value ?? new Uint8Array()) || "0");
    write([["n", entry?.version]], [["n", String(count + 1)]]);
  }),
];
