import { judgeOf } from "./law.ts";
import { togetherLaws } from "./laws/together/index.ts";

/** What the component exports. */
export const laws = judgeOf("together", togetherLaws);
