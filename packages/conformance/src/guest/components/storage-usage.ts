import { usageLaws } from "../laws/usage.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("storage-usage", usageLaws);
