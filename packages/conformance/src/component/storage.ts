import { judgeOf } from "./law.ts";
import { storageLaws } from "./laws/storage/index.ts";

/** What the component exports. */
export const laws = judgeOf("storage", storageLaws);
