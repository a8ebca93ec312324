import type { WrittenLaw } from "../../plan/written-law.ts";
import { atOnceLaws } from "./at-once.ts";
import { enteringLaws } from "./entering.ts";
import { sharingLaws } from "./sharing.ts";

/** All laws of `storage-namespaces`. */
export const namespaceLaws: readonly WrittenLaw[] = [...enteringLaws, ...sharingLaws, ...atOnceLaws];
