import { watchLaws } from "../laws/watch/index.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("storage-watch", watchLaws);
