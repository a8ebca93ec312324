import { LIFTED_ELEMENTS_MAX } from "../structure/lift-limits.ts";

/**
 * Most resource handles that an instance may hold. The host stores something for each, outside of the guest's memory.
 */
const HANDLES_MAX = 100_000;

/**
 * Counts what one call, of an import or an export, copies out of guest memory. Lists may overlap, so a guest could have
 * its memory copied any number of times. With this limit, a call passes at most as much as the memory can hold.
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

  /** Starts the count for a new call. */
  begin(): void {
    this.#bytes = 0;
    this.#elements = 0;
  }

  /**
   * Counts bytes. Returns the count.
   *
   * @throws RangeError if the call passes more than it may, which ends the guest
   */
  bytes(count: number): number {
    this.#bytes += count;
    if (this.#bytes <= this.#bytesMax) return count;
    throw new RangeError(`it passed more than ${this.#bytesMax} bytes at once, which is its whole memory limit`);
  }

  /**
   * Counts list elements. Returns the count.
   *
   * @param weight how many elements each of them counts for.
   * @throws RangeError if the call passes more than it may, which ends the guest
   */
  elements(count: number, weight: number): number {
    this.#elements += count * weight;
    if (this.#elements <= LIFTED_ELEMENTS_MAX) return count;
    throw new RangeError(`it passed lists of more than ${LIFTED_ELEMENTS_MAX} elements at once`);
  }

  /**
   * Counts open handles of all types.
   *
   * @param table of the handles of one type, with two entries per handle, after one was added.
   * @throws RangeError if there are too many, which ends the guest
   */
  handles(table: readonly unknown[]): void {
    const count = table.length >> 1;
    this.#handles += count - (this.#tables.get(table) ?? 0);
    this.#tables.set(table, count);
    if (this.#handles > HANDLES_MAX) throw new RangeError(`it holds more than ${HANDLES_MAX} handles of resources`);
  }
}
