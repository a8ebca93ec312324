import { judgeOf } from "./law.ts";
import { batchLaws } from "./laws/batch/index.ts";

/** What the component exports. */
export const laws = judgeOf("storage-batch", batchLaws);
