import { rangeLaws } from "../laws/ranges/index.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("storage-ranges", rangeLaws);
