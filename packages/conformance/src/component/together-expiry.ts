import { judgeOf } from "./law.ts";
import { expiryTogetherLaws } from "./laws/together/expiry.ts";

/** What the component exports. */
export const laws = judgeOf("together-expiry", expiryTogetherLaws);
