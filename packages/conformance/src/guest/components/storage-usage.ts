import { usageLaws } from "../laws/usage.ts";
import { createJudge } from "../plan/written-law.ts";

/** The export `laws` of the component. */
export const laws = createJudge("storage-usage", usageLaws);
