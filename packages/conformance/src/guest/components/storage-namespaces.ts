import { namespaceLaws } from "../laws/namespaces/index.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("storage-namespaces", namespaceLaws);
