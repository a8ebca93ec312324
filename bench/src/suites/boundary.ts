import { measureAtOnceInMemory, measureAtOnceOnDisk } from "../boundary/at-once.ts";
import { measureOneCommit } from "../boundary/one-commit.ts";
import { measureOverEngine } from "../boundary/over-engine.ts";
import { START_PARTS } from "../boundary/start-parts.ts";
import { measureStarts } from "../boundary/starts.ts";
import { measureWays } from "../boundary/ways.ts";
import type { Report } from "../report.ts";
import type { Context, Suite } from "../suite.ts";

type Measure = (context: Context) => Promise<Report>;

const NAME = "boundary";

const PARTS: ReadonlyMap<string, Measure> = new Map<string, Measure>([
  ["memory", (context) => measureOverEngine("memory", context)],
  ["lmdb", (context) => measureOverEngine("lmdb", context)],
  ["one-commit", measureOneCommit],
  ["at-once-memory", measureAtOnceInMemory],
  ["at-once-lmdb", measureAtOnceOnDisk],
  ["ways", measureWays],
  ["starts", (context) => measureStarts(NAME, context)],
]);

/**
 * Measures what components pay for storage, against the same component over a bare `Map` and against the layers below.
 */
export const boundary: Suite = {
  title: `${NAME}: a component's storage, against the same component over a bare Map`,
  parts: [...PARTS.keys()],
  async run(part, context) {
    const measure = PARTS.get(part) ?? START_PARTS.get(part)?.run;
    if (measure === undefined) throw new RangeError(`the suite has no part ${part}`);
    return measure(context);
  },
};
