import type { WrittenLaw } from "../../law.ts";
import { expiryTogetherLaws } from "./expiry.ts";
import { namespaceTogetherLaws } from "./namespaces.ts";
import { savepointTogetherLaws } from "./savepoints.ts";

/** What interfaces promise of each other, for a host that offers all of them but the cipher. */
export const togetherLaws: readonly WrittenLaw[] = [
  ...expiryTogetherLaws,
  ...savepointTogetherLaws,
  ...namespaceTogetherLaws,
];
