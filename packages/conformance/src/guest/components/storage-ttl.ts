import { ttlLaws } from "../laws/ttl/index.ts";
import { judgeOf } from "../plan/written-law.ts";

/** What the component exports. */
export const laws = judgeOf("storage-ttl", ttlLaws);
