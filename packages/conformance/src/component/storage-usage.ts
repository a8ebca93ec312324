import { judgeOf } from "./law.ts";
import { usageLaws } from "./laws/usage.ts";

/** What the component exports. */
export const laws = judgeOf("storage-usage", usageLaws);
