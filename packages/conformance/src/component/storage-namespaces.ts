import { judgeOf } from "./law.ts";
import { namespaceLaws } from "./laws/namespaces/index.ts";

/** What the component exports. */
export const laws = judgeOf("storage-namespaces", namespaceLaws);
