import type { WrittenLaw } from "../../plan/written-law.ts";
import { failingLaws } from "./failing.ts";
import { nestingLaws } from "./nesting.ts";

/** All laws of `storage-transactions`. */
export const transactionLaws: readonly WrittenLaw[] = [...nestingLaws, ...failingLaws];
