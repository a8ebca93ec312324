import { judgeOf } from "./law.ts";
import { transferLaws } from "./laws/transfer/index.ts";

/** What the component exports. */
export const laws = judgeOf("storage-transfer", transferLaws);
