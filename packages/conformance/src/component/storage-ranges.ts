import { judgeOf } from "./law.ts";
import { rangeLaws } from "./laws/ranges/index.ts";

/** What the component exports. */
export const laws = judgeOf("storage-ranges", rangeLaws);
