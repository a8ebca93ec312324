import { savepointTogetherLaws } from "../laws/together/savepoints.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("together-savepoints", savepointTogetherLaws);
