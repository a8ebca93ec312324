import { cipherTogetherLaws } from "../laws/together/cipher.ts";
import { createJudge } from "../plan/written-law.ts";

/** The export `laws` of the component. */
export const laws = createJudge("together-cipher", cipherTogetherLaws);
