import type { WrittenLaw } from "../../plan/written-law.ts";
import { transferAccessLaws } from "./access.ts";
import { exportLaws } from "./exports.ts";
import { importLaws } from "./imports.ts";

/** What `storage-transfer` promises. */
export const transferLaws: readonly WrittenLaw[] = [...exportLaws, ...importLaws, ...transferAccessLaws];
