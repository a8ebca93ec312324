import { type Bytes, compareBytes, type Entry, sameBytes } from "@airssys/backend";
import type { Native } from "./binding.ts";
import type { Database } from "./database.ts";
import { AFTER_LAST_KEY, FIRST_KEY } from "./key-range.ts";
import { plainBytes, type Reader, takeEntries, type Walk } from "./reader.ts";

/**
 * The state of a database at one moment. The binding has no snapshots, but its iterators have each their own: four of
 * them, begun in one turn of the event loop, show one state from both ends, with values and without.
 *
 * @example
 * const snapshot = new Snapshot(database);
 * try { snapshot.getMany(keys); } finally { snapshot.close(); }
 */
export class Snapshot implements Reader {
  readonly #database: Database;
  readonly #iterators = new Map<string, Native<"iterator">>();

  constructor(database: Database) {
    this.#database = database;
    for (const reverse of [false, true])
      for (const values of [false, true])
        this.#iterators.set(nameOf({ reverse, values }), this.#begin(reverse, values));
  }

  getMany(keys: readonly Bytes[]): (Bytes | undefined)[] {
    return keys.map((key) => this.#get(key));
  }

  *entries({ gte = FIRST_KEY, lt = AFTER_LAST_KEY, expected, ...way }: Walk): Iterable<Entry> {
    const iterator = this.iterator(way);
    const { binding } = this.#database;
    binding.iterator_seek(iterator, way.reverse ? lt : gte.length === 0 ? FIRST_KEY : gte);
    for (const entry of takeEntries(binding, iterator, expected)) {
      const { key } = entry;
      if (way.reverse ? compareBytes(key, gte) < 0 : compareBytes(key, lt) >= 0) return;
      // Backwards, the iterator begins with the end of the range itself, if there is such a key.
      if (compareBytes(key, lt) < 0) yield entry;
    }
  }

  /** Returns the iterator that walks this way. It stands where it was left. */
  iterator(way: Way): Native<"iterator"> {
    return this.#iterators.get(nameOf(way)) ?? this.#begin(way.reverse, way.values);
  }

  /** Gives back what the snapshot holds. It may be called once. */
  close(): void {
    for (const iterator of this.#iterators.values()) this.#database.binding.iterator_close(iterator);
    this.#iterators.clear();
  }

  #begin(reverse: boolean, values: boolean): Native<"iterator"> {
    return this.#database.iterator({ reverse, values });
  }

  #get(key: Bytes): Bytes | undefined {
    const iterator = this.iterator({ reverse: false, values: true });
    const { binding } = this.#database;
    binding.iterator_seek(iterator, key);
    const [found, value] = binding.iterator_nextv_sync(iterator, 1).rows;
    return sameBytes(found, key) ? plainBytes(value) : undefined;
  }
}

type Way = Pick<Walk, "reverse" | "values">;

function nameOf({ reverse, values }: Way): string {
  return `${reverse ? "backwards" : "forwards"} ${values ? "with" : "without"} values`;
}
