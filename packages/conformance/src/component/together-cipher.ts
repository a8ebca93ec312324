import { judgeOf } from "./law.ts";
import { cipherTogetherLaws } from "./laws/together/cipher.ts";

/** What the component exports. */
export const laws = judgeOf("together-cipher", cipherTogetherLaws);
