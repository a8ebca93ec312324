import { judgeOf } from "./law.ts";
import { watchLaws } from "./laws/watch/index.ts";

/** What the component exports. */
export const laws = judgeOf("storage-watch", watchLaws);
