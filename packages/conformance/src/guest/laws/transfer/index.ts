import type { WrittenLaw } from "../../plan/written-law.ts";
import { transferAccessLaws } from "./access.ts";
import { exportLaws } from "./exports.ts";
import { importLaws } from "./imports.ts";

/** All laws of `storage-transfer`. */
export const transferLaws: readonly WrittenLaw[] = [...exportLaws, ...importLaws, ...transferAccessLaws];
