import { judgeOf } from "./law.ts";
import { transferTogetherLaws } from "./laws/together/transfer.ts";

/** What the component exports. */
export const laws = judgeOf("together-transfer", transferTogetherLaws);
