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
  crossings: [CROSSINGS_MAX, "lifted or lowered functions, and built-ins"],
  crossingParts: [CROSSING_PARTS_MAX, "parts in the types of lifted and lowered functions"],
  tables: [TABLES_MAX, "tables"],
  tableElements: [TABLE_ELEMENTS_MIN_MAX, "initial table elements"],
} as const;

/** Counts everything that is limited in a file, nested components included. */
export class Tally {
  readonly #counts = new Map<keyof typeof LIMITS, number>();
  #valuesPerUnit = 1;

  /**
   * Adds to a count.
   *
   * @throws LoadError `unsupported` if it exceeds its limit
   */
  count(what: keyof typeof LIMITS, more = 1): void {
    const [most, words] = LIMITS[what];
    const count = (this.#counts.get(what) ?? 0) + more;
    if (count > most) throw unsupported(`more than ${most} ${words}`);
    this.#counts.set(what, count);
  }

  /** Records the item type of a list. */
  list({ values, bytes }: Layout): void {
    this.#valuesPerUnit = Math.max(this.#valuesPerUnit, Math.ceil(values / Math.ceil(bytes / LIFTED_UNIT_BYTES)));
  }

  /** Most JavaScript values that list items become, for each {@link LIFTED_UNIT_BYTES} bytes of guest memory. */
  get valuesPerUnit(): number {
    return this.#valuesPerUnit;
  }

  /** Current counts, for callers who measure the distance to the limits. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }
}
