import { judgeOf } from "./law.ts";
import { cipherLaws } from "./laws/cipher.ts";

/** What the component exports. */
export const laws = judgeOf("storage-cipher", cipherLaws);
