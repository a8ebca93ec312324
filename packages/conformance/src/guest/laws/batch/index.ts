import type { WrittenLaw } from "../../plan/written-law.ts";
import { batchAccessLaws } from "./access.ts";
import { batchAtOnceLaws } from "./at-once.ts";
import { counterLaws } from "./counters.ts";
import { listLaws } from "./lists.ts";
import { batchModelLaws } from "./model.ts";
import { versionLaws } from "./versions.ts";
import { writeLaws } from "./writes.ts";

/** All laws of `storage-batch`. */
export const batchLaws: readonly WrittenLaw[] = [
  ...listLaws,
  ...versionLaws,
  ...writeLaws,
  ...counterLaws,
  ...batchAccessLaws,
  ...batchAtOnceLaws,
  ...batchModelLaws,
];
