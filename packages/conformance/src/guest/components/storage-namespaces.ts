import { namespaceLaws } from "../laws/namespaces/index.ts";
import { createJudge } from "../plan/written-law.ts";

/** The export `laws` of the component. */
export const laws = createJudge("storage-namespaces", namespaceLaws);
