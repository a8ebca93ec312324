import { namespaceTogetherLaws } from "../laws/together/namespaces.ts";
import { createJudge } from "../plan/written-law.ts";

/** The export `laws` of the component. */
export const laws = createJudge("together-namespaces", namespaceTogetherLaws);
