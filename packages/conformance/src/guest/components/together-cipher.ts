import { cipherTogetherLaws } from "../laws/together/cipher.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("together-cipher", cipherTogetherLaws);
