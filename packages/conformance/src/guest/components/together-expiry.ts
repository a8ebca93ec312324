import { expiryTogetherLaws } from "../laws/together/expiry.ts";
import { createJudge } from "../plan/written-law.ts";

/** The export `laws` of the component. */
export const laws = createJudge("together-expiry", expiryTogetherLaws);
