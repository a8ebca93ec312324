import { transferTogetherLaws } from "../laws/together/transfer.ts";
import { createJudge } from "../plan/written-law.ts";

/** The export `laws` of the component. */
export const laws = createJudge("together-transfer", transferTogetherLaws);
