import { judgeOf } from "./law.ts";
import { ttlLaws } from "./laws/ttl/index.ts";

/** What the component exports. */
export const laws = judgeOf("storage-ttl", ttlLaws);
