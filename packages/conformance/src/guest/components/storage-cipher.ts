import { cipherLaws } from "../laws/cipher.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("storage-cipher", cipherLaws);
