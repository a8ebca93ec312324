import { measureBareEngines } from "../side-by-side/bare-engines.ts";
import { measureInstalls } from "../side-by-side/install.ts";
import { measureSpace } from "../side-by-side/space.ts";
import { measureThroughHost } from "../side-by-side/through-host.ts";
import type { Context, Suite } from "../suite.ts";

const PARTS = new Map([
  ["bare", measureBareEngines],
  ["through the host", measureThroughHost],
  ["space", measureSpace],
  ["install", measureInstalls],
]);

/** The engines side by side, doing the same work in the same process, in turns. */
export const engines: Suite = {
  title: "engines: the same work on each",
  parts: [...PARTS.keys()],
  async run(part: string, context: Context) {
    const measure = PARTS.get(part);
    if (measure === undefined) throw new RangeError(`the suite has no part ${part}`);
    return measure(context);
  },
};
