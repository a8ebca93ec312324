import type { WrittenLaw } from "../../plan/written-law.ts";
import { accessLaws } from "./access.ts";
import { apartLaws } from "./apart.ts";
import { atOnceLaws } from "./at-once.ts";
import { callLaws } from "./calls.ts";
import { keyLaws } from "./keys.ts";
import { killLaws } from "./kills.ts";
import { modelLaws } from "./model.ts";
import { orderLaws } from "./order.ts";
import { sizeLaws } from "./sizes.ts";
import { valueLaws } from "./values.ts";

/** All laws of `storage`. */
export const storageLaws: readonly WrittenLaw[] = [
  ...valueLaws,
  ...keyLaws,
  ...orderLaws,
  ...sizeLaws,
  ...accessLaws,
  ...callLaws,
  ...atOnceLaws,
  ...killLaws,
  ...apartLaws,
  ...modelLaws,
];
