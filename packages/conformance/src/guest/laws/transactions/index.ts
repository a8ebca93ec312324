import type { WrittenLaw } from "../../plan/written-law.ts";
import { failingLaws } from "./failing.ts";
import { nestingLaws } from "./nesting.ts";

/** What `storage-transactions` promises. */
export const transactionLaws: readonly WrittenLaw[] = [...nestingLaws, ...failingLaws];
