import type { Layout } from "./layout.ts";
import { LIFTED_UNIT_BYTES } from "./lift-limits.ts";
import { unsupported } from "./shapes.ts";
import {
  COMPONENTS_MAX,
  CORE_MODULES_MAX,
  CROSSING_PARTS_MAX,
  CROSSINGS_MAX,
  EXPORTS_MAX,
  IMPORTS_MAX,
  INSTANCES_MAX,
  TABLE_ELEMENTS_MIN_MAX,
  TABLES_MAX,
  TYPES_MAX,
} from "./structure-limits.ts";

const LIMITS = {
  components: [COMPONENTS_MAX, "components"],
  modules: [CORE_MODULES_MAX, "core modules"],
  instances: [INSTANCES_MAX, "instances"],
  types: [TYPES_MAX, "type definitions"],
  imports: [IMPORTS_MAX, "imports"],
  exports: [EXPORTS_MAX, "exports"],
  crossings: [CROSSINGS_MAX, "functions that cross its border, and built-ins"],
  crossingParts: [CROSSING_PARTS_MAX, "parts in the types of functions that cross its border"],
  tables: [TABLES_MAX, "tables"],
  tableElements: [TABLE_ELEMENTS_MIN_MAX, "elements of tables from the beginning"],
} as const;

/** Counts what a whole file has, nested components included. */
export class Tally {
  readonly #counts = new Map<keyof typeof LIMITS, number>();
  #valuesPerUnit = 1;

  /** @throws LoadError `unsupported` if there are more than there may be */
  count(what: keyof typeof LIMITS, more = 1): void {
    const [most, words] = LIMITS[what];
    const count = (this.#counts.get(what) ?? 0) + more;
    if (count > most) throw unsupported(`more than ${most} ${words}`);
    this.#counts.set(what, count);
  }

  /** Sees the items of a list. */
  list({ values, bytes }: Layout): void {
    this.#valuesPerUnit = Math.max(this.#valuesPerUnit, Math.ceil(values / Math.ceil(bytes / LIFTED_UNIT_BYTES)));
  }

  /**
   * Values of JavaScript that the items of some list become at most, for each {@link LIFTED_UNIT_BYTES} bytes of
   * memory.
   */
  get valuesPerUnit(): number {
    return this.#valuesPerUnit;
  }

  /** What was counted, for those who want to know how far the limits are away. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }
}
