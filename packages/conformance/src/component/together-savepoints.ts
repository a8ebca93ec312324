import { judgeOf } from "./law.ts";
import { savepointTogetherLaws } from "./laws/together/savepoints.ts";

/** What the component exports. */
export const laws = judgeOf("together-savepoints", savepointTogetherLaws);
