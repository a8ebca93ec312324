import { transferTogetherLaws } from "../laws/together/transfer.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("together-transfer", transferTogetherLaws);
