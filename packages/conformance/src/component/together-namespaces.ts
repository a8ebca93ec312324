import { judgeOf } from "./law.ts";
import { namespaceTogetherLaws } from "./laws/together/namespaces.ts";

/** What the component exports. */
export const laws = judgeOf("together-namespaces", namespaceTogetherLaws);
