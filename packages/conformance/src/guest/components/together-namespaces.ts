import { namespaceTogetherLaws } from "../laws/together/namespaces.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("together-namespaces", namespaceTogetherLaws);
