import { batchLaws } from "../laws/batch/index.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("storage-batch", batchLaws);
