import type { WrittenLaw } from "../../plan/written-law.ts";
import { ttlAccessLaws } from "./access.ts";
import { ttlChangeLaws } from "./changes.ts";
import { expiryLaws } from "./expiry.ts";
import { ttlModelLaws } from "./model.ts";

/** All laws of `storage-ttl`. */
export const ttlLaws: readonly WrittenLaw[] = [...expiryLaws, ...ttlChangeLaws, ...ttlAccessLaws, ...ttlModelLaws];
