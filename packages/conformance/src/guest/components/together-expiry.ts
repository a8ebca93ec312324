import { expiryTogetherLaws } from "../laws/together/expiry.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("together-expiry", expiryTogetherLaws);
