import type { WrittenLaw } from "../../plan/written-law.ts";
import { rangeAccessLaws } from "./access.ts";
import { boundLaws } from "./bounds.ts";
import { cursorLaws } from "./cursors.ts";
import { pageLaws } from "./pages.ts";

/** All laws of `storage-ranges`. */
export const rangeLaws: readonly WrittenLaw[] = [...boundLaws, ...pageLaws, ...cursorLaws, ...rangeAccessLaws];
