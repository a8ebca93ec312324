import { ttlLaws } from "../laws/ttl/index.ts";
import { createJudge } from "../plan/written-law.ts";

/** The export `laws` of the component. */
export const laws = createJudge("storage-ttl", ttlLaws);
