import { transferLaws } from "../laws/transfer/index.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("storage-transfer", transferLaws);
