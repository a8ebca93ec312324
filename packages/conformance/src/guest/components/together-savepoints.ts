import { savepointTogetherLaws } from "../laws/together/savepoints.ts";
import { createJudge } from "../plan/written-law.ts";

/** The export `laws` of the component. */
export const laws = createJudge("together-savepoints", savepointTogetherLaws);
