import type { OptionNames } from "@airssys/protocol";
import type { SetOptions } from "@airssys/storage";
import { type Finding, findingsIn, problemOfReading } from "../check/finding.ts";
import { ValueFormat } from "../place/format.ts";
import { knownOptions, OPTION_NAMES, type ValueOptions } from "../place/options.ts";
import { type Place, placeOf } from "../place/place.ts";

/** How a `Cell` is set up. */
export interface CellOptions<T> extends ValueOptions<T> {
  /**
   * The value of an empty cell. It is never stored, and each `get` answers a copy of its own. `undefined` unless given.
   */
  readonly default?: T | undefined;
}

/**
 * A single durable value, with a default for as long as there is none. It is one key of storage, and needs of the host
 * what `Storage` needs.
 *
 * @example
 * ```ts
 * import { Cell } from "@airssys/collections";
 *
 * const settings = new Cell("settings", { default: { theme: "light", size: 12 } });
 * settings.get().theme; // "light"
 * settings.update((now) => ({ ...now, theme: "dark" }));
 * settings.delete(); // true, and the default is back
 * ```
 */
export interface Cell<T, D extends T | undefined = undefined> {
  /** The value, or the default if there is none. 1 host call. */
  get(): T | D;
  /** Whether there is a value, and not the default alone. 1 host call. */
  has(): boolean;
  /** Gives it a value. 1 host call. It is forgotten after `ttlSeconds`, which needs `storage-ttl`, or never. */
  set(value: T, options?: SetOptions): void;
  /**
   * Gives it the value that `change` makes of its value or default, and answers it as the codec reads it. 2 host calls.
   * An expiry is gone afterwards.
   */
  update(change: (value: T | D) => T): T;
  /** Removes the value, so that there is the default again, and answers whether there was one. 1 host call. */
  delete(): boolean;
  /**
   * The same as `delete`, as all collections have it. It removes whatever begins with the cell's prefix. 1 host call.
   * Needs `storage-ranges`.
   */
  clear(): void;
  /**
   * Looks at everything that begins with the cell's prefix and answers what cannot be part of it. 1 host call. Nothing
   * is repaired.
   */
  check(): Finding[];
}

/** Options of a {@link Cell}. */
export interface CellConstructor {
  /**
   * A cell with a default. It has a name of its own, or is nested at a place that the collection around it handed out.
   *
   * Throws `invalid-argument` for a default that the codec cannot keep.
   */
  new <T>(at: string | Place, options: CellOptions<T> & { readonly default: T }): Cell<T, T>;
  /** A cell without a default. */
  new <T = unknown>(at: string | Place, options?: CellOptions<T>): Cell<T>;
}

const CELL_OPTIONS: OptionNames<CellOptions<unknown>> = { ...OPTION_NAMES.value, default: true };

class StoredCell<T> implements Cell<T, T | undefined> {
  readonly #place: Place;
  readonly #format: ValueFormat<T>;
  readonly #default: Uint8Array | undefined;

  constructor(at: string | Place, options: CellOptions<T> = {}) {
    const { byteStorage, codec, default: value } = knownOptions<CellOptions<T>>(options, CELL_OPTIONS);
    this.#place = placeOf(at, byteStorage, "c");
    this.#format = new ValueFormat(this.#place, codec);
    this.#default = value === undefined ? undefined : this.#format.bytesOf(value);
  }

  get(): T | undefined {
    const bytes = this.#place.get("") ?? this.#default?.slice();
    return bytes && this.#format.valueOf("", bytes);
  }

  has(): boolean {
    return this.#place.has("");
  }

  set(value: T, options?: SetOptions): void {
    this.#place.set("", this.#format.bytesOf(value), options);
  }

  update(change: (value: T | undefined) => T): T {
    const bytes = this.#format.bytesOf(change(this.get()));
    const kept = this.#format.valueOf("", bytes.slice());
    this.#place.set("", bytes);
    return kept;
  }

  delete(): boolean {
    return this.#place.delete("");
  }

  clear(): void {
    this.#place.clear();
  }

  check(): Finding[] {
    return findingsIn(this.#place, (text, bytes) => {
      return text === "" ? problemOfReading(() => this.#format.valueOf("", bytes)) : "a cell has a single key";
    });
  }
}

/** Makes a {@link Cell}: `new Cell(name, options)`. */
export const Cell = StoredCell as CellConstructor;
