import type { WrittenLaw } from "../../plan/written-law.ts";
import { toldLaws } from "./events.ts";
import { pollLaws } from "./polls.ts";

/** Laws of `storage-watch` for components that poll. */
export const watchLaws: readonly WrittenLaw[] = [...toldLaws, ...pollLaws];
