import { LIFTED_ELEMENTS_MAX } from "../structure/lift-limits.ts";

/**
 * Most handles of resources that an instance may hold. Its host remembers something for each, beside the memory of the
 * guest.
 */
const HANDLES_MAX = 100_000;

/**
 * Counts what is copied out of a guest's memory in one call, of an import or of an export. Lists may overlap, so that a
 * guest could have its memory copied any number of times; without that, no call hands over more than the memory can
 * hold.
 */
export class LiftMeter {
  readonly #bytesMax: number;
  #bytes = 0;
  #elements = 0;
  #handles = 0;
  readonly #tables = new Map<readonly unknown[], number>();

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** What was handed over so far was of another call. */
  begin(): void {
    this.#bytes = 0;
    this.#elements = 0;
  }

  /**
   * Answers the count.
   *
   * @throws RangeError if it is more than a call may hand over, which ends the guest
   */
  bytes(count: number): number {
    this.#bytes += count;
    if (this.#bytes <= this.#bytesMax) return count;
    throw new RangeError(
      `it handed over more than ${this.#bytesMax} bytes at once, which is all memory that it may have`,
    );
  }

  /**
   * Answers the count.
   *
   * @param weight for how many elements each of them counts.
   * @throws RangeError if it is more than a call may hand over, which ends the guest
   */
  elements(count: number, weight: number): number {
    this.#elements += count * weight;
    if (this.#elements <= LIFTED_ELEMENTS_MAX) return count;
    throw new RangeError(`it handed over lists of more than ${LIFTED_ELEMENTS_MAX} elements at once`);
  }

  /**
   * Counts the handles that are open, of all types.
   *
   * @param table of the handles of one type, with two places for each, after one more was added.
   * @throws RangeError if there are more than may be, which ends the guest
   */
  handles(table: readonly unknown[]): void {
    const count = table.length >> 1;
    this.#handles += count - (this.#tables.get(table) ?? 0);
    this.#tables.set(table, count);
    if (this.#handles > HANDLES_MAX) throw new RangeError(`it holds more than ${HANDLES_MAX} handles of resources`);
  }
}
