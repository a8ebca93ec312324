import { BATCH_ITEMS_MAX } from "@airssys/protocol";
import { type ByteWrite, type SetOptions, StorageError } from "@airssys/storage";
import { type CheckOptions, everythingToCheck, type Finding, problemOfReading } from "../check/finding.ts";
import { StorageMap } from "../maps/storage-map.ts";
import { type EntryOptions, knownOptions, OPTION_NAMES } from "../place/options.ts";
import { OWN, type Place } from "../place/place.ts";
import { walkEntries } from "../walk/walk.ts";
import { IndexCheck, isSame } from "./index-check.ts";
import { Index, type IndexedBy, type Indexes, type Mark, NotUniqueError } from "./indexes.ts";
import { MapIndex } from "./map-index.ts";

/**
 * Most indexes of a map: a batch has room for the entry, and for each index for the mark that goes and the one that
 * comes.
 */
const INDEXES_MAX = Math.floor((BATCH_ITEMS_MAX - 1) / 2);

/** How an `IndexedMap` is set up. */
export interface IndexedMapOptions<K, V, I extends Indexes<V>> extends EntryOptions<K, V> {
  /** The indexes by which entries are found, beside their keys. */
  readonly indexes: I & Indexes<V>;
}

/**
 * A {@link StorageMap} whose entries are also found by parts of their values. Entries and indexes are written in one
 * batch: either both change or neither. Of a value that is `undefined` for an index, the index knows nothing.
 *
 * It costs 2 host calls to set an entry or to delete one, and 1 more if any of its indexes is unique, however many
 * there are, up to 49. It needs `storage-batch` and `storage-ranges`. An entry in an index is one key of storage, which
 * holds both what it is indexed by and the key of the map, in 255 bytes.
 *
 * @example
 * ```ts
 * import { IndexedMap } from "@airssys/collections";
 *
 * interface User { email: string; age: number }
 *
 * const users = new IndexedMap("users", {
 *   indexes: {
 *     byEmail: { by: (user: User) => user.email, unique: true },
 *     byAge: (user: User) => user.age,
 *   },
 * });
 * users.set("ada", { email: "ada@example.org", age: 36 });
 * users.index("byEmail").entry("ada@example.org"); // ["ada", { email: "ada@example.org", age: 36 }]
 * for (const [id, user] of users.index("byAge").range({ start: 18 })) console.log(id, user.age);
 * ```
 */
export class IndexedMap<K = string, V = unknown, I extends Indexes<V> = Indexes<V>> extends StorageMap<K, V> {
  readonly #indexes: ReadonlyMap<string, Index<V>>;

  /**
   * A map with a name of its own, or nested at a place that the collection around it handed out. Throws a `RangeError`
   * for more than 49 indexes.
   */
  constructor(at: string | Place, options: IndexedMapOptions<K, V, I>) {
    const { indexes, ...entryOptions } = options;
    super(at, entryOptions);
    const entries = Object.entries(indexes);
    if (entries.length > INDEXES_MAX) {
      throw new RangeError(`a map has at most ${INDEXES_MAX} indexes, got ${entries.length}`);
    }
    this.#indexes = new Map(entries.map(([name, of]) => [name, new Index<V>(this.place, name, of)]));
  }

  /** An index by its name. No host call. Throws a `TypeError` for a name that is none. */
  index<N extends keyof I & string>(name: N): MapIndex<IndexedBy<I[N]>, K, V> {
    const index = this.#indexes.get(name);
    if (index === undefined) throw new TypeError(`the map has no index ${JSON.stringify(name)}`);
    return new MapIndex(this.place, index, this.keyFormat, this.valueFormat);
  }

  /**
   * Gives a key a value, moves the entry to its new places in the indexes, and answers the map. 2 host calls, 3 with a
   * unique index.
   *
   * Throws a {@link NotUniqueError}, which is an `invalid-argument`, when another entry has the same value in a unique
   * index, `conflict` when somebody else writes the entry at the same time, and what the `set` of a map throws. Nothing
   * is written then.
   */
  override set(key: K, value: V, options?: SetOptions): this {
    return super.set(key, value, options);
  }

  /**
   * Gives some keys a value, all of them or none, and answers the map. What `set` costs for each, and 2 host calls for
   * the transaction around them. Needs `storage-transactions`.
   */
  override setMany(entries: Iterable<readonly [key: K, value: V]>, options: SetOptions = {}): this {
    knownOptions(options, OPTION_NAMES.set);
    this.place.byteStorage.transaction(() => {
      for (const [key, value] of entries) this.set(key, value, options);
    });
    return this;
  }

  /**
   * Removes a key, also from the indexes, and answers whether it existed. 2 host calls, 3 with a unique index, 1 if it
   * did not exist. Where the value cannot be read, or an index cannot take it, what the indexes have of it stays, is
   * found no more, and is gone with the next `rebuild`.
   */
  override delete(key: K): boolean {
    const text = this.keyFormat.textOf(key);
    const entry = this.place.byteStorage.getEntry(this.place.key(text));
    if (entry === undefined) return false;
    const marks = this.#storedMarksOf(text, entry.value);
    const owners = this.#ownersOf(marks);
    const keys = [this.place.key(text), ...marks.filter((mark) => isOwned(mark, owners)).map(keyOf)];
    const check = { key: this.place.key(text), version: entry.version };
    this.place.write(
      keys.map((each) => ({ type: "delete", key: each })),
      [check],
    );
    this.#noteMoves(marks, []);
    return true;
  }

  /**
   * Lets a key expire so many seconds from now, in the indexes too: it is written again. 2 host calls more than `set`.
   * Throws as that of a map does.
   */
  override extend(key: K, ttlSeconds: number): void {
    this.#writeAgain(key, { ttlSeconds });
  }

  /**
   * Lets a key never expire, in the indexes neither: it is written again. 2 host calls more than `set`. Throws as that
   * of a map does.
   */
  override persist(key: K): boolean {
    return this.#writeAgain(key, {});
  }

  /**
   * Makes all indexes anew: for a map that had none, or others, or whose functions answer something else by now. 1 host
   * call for each 1 000 entries and 1 for each 100 entries of indexes, all of them in one transaction. Answers how many
   * entries of indexes there are. Needs `storage-transactions`.
   *
   * What it makes does not expire with the entries that do: it takes its bytes until the next time, and is never found.
   *
   * Throws a {@link NotUniqueError} when two entries have the same value in a unique index, and whatever the function
   * of an index throws; everything stays as it was then.
   */
  rebuild(): number {
    const { byteStorage, prefix } = this.place;
    return byteStorage.transaction(() => {
      this.place.deleteRange({ prefix: prefix + OWN });
      let count = 0;
      let batch: Mark[] = [];
      for (const [text, bytes] of walkEntries(this.place, {}, {})) {
        for (const mark of this.#marksOf(text, bytes)) {
          count++;
          if (batch.length < BATCH_ITEMS_MAX && !hasKey(batch, mark)) batch.push(mark);
          else {
            this.#writeNew(batch);
            batch = [mark];
          }
        }
      }
      this.#writeNew(batch);
      return count;
    });
  }

  /**
   * Looks at everything that begins with the map's prefix and answers what cannot be part of it: foreign keys, values
   * that the codec did not write, entries of indexes that belong to no value, values that an index does not know. An
   * empty answer is a sound map. 1 host call for each 1 000 keys.
   *
   * `repair` makes the indexes anew if that is all that is wrong with them, as `rebuild` does.
   */
  override check(options: CheckOptions = {}): Finding[] {
    const { repair = false } = knownOptions<CheckOptions>(options, OPTION_NAMES.check);
    const others: Finding[] = [];
    const indexes = new IndexCheck();
    for (const [text, bytes] of everythingToCheck(this.place, others)) {
      const key = this.place.key(text);
      const problem = text.startsWith(OWN)
        ? undefined
        : (this.problemOf(text, bytes) ?? this.#problemOfMarks(text, bytes));
      if (text.startsWith(OWN)) indexes.addFound(key, bytes);
      else if (problem !== undefined) others.push({ key, problem, isRepaired: false });
      else for (const mark of this.#marksOf(text, bytes)) indexes.addExpected(key, mark);
    }
    const wrong = indexes.problems();
    const isRepaired = repair && wrong.length > 0 && others.length === 0 && !indexes.isAmbiguous;
    if (isRepaired) this.rebuild();
    return [...others, ...wrong.map((each) => ({ ...each, isRepaired }))];
  }

  /** The marks of an entry as it is stored: a codec may read something else than was written. */
  #marksOf(text: string, bytes: Uint8Array): Mark[] {
    const value = this.valueFormat.valueOf(text, bytes);
    return Array.from(this.#indexes.values(), (index) => index.markOf(text, value)).filter(
      (mark) => mark !== undefined,
    );
  }

  /** The marks that an entry may have, as far as its value can be read. */
  #storedMarksOf(text: string, bytes: Uint8Array): Mark[] {
    let value: V;
    try {
      value = this.valueFormat.valueOf(text, bytes);
    } catch {
      return []; // it must still be possible to replace it and to remove it
    }
    return Array.from(this.#indexes.values(), (index) => index.storedMarkOf(text, value)).filter(
      (mark) => mark !== undefined,
    );
  }

  #problemOfMarks(text: string, bytes: Uint8Array): string | undefined {
    const problem = problemOfReading(() => this.#marksOf(text, bytes));
    return problem && `an index cannot take it: ${problem}`;
  }

  /** @internal */
  protected override get isIndexed(): boolean {
    return true;
  }

  /** @internal Writes an entry with its marks, all of them: whatever became of one that it had, it has it now. */
  protected override put(text: string, bytes: Uint8Array, options: SetOptions = {}): void {
    const { ttlSeconds } = knownOptions(options, OPTION_NAMES.set);
    const key = this.place.key(text);
    const after = this.#marksOf(text, bytes);
    const entry = this.place.byteStorage.getEntry(key);
    const before = entry === undefined ? [] : this.#storedMarksOf(text, entry.value);
    const owners = this.#ownersOf([...before, ...after]);
    for (const mark of after) if (!isOwned(mark, owners)) this.#refuseTaken(mark, owners);
    const removed = before.filter((mark) => !has(after, mark) && isOwned(mark, owners));
    const free = after.filter((mark) => mark.index.isUnique && owners.get(keyOf(mark)) === undefined);
    this.place.write(
      [
        this.#setting(key, bytes, ttlSeconds),
        ...after.map((mark) => this.#setting(keyOf(mark), mark.bytes, ttlSeconds)),
        ...removed.map((mark): ByteWrite => ({ type: "delete", key: keyOf(mark) })),
      ],
      [{ key, version: entry?.version }, ...free.map((mark) => ({ key: keyOf(mark), version: undefined }))],
    );
    this.#noteMoves(before, after);
  }

  #writeAgain(key: K, options: SetOptions): boolean {
    const isPassing = this.ttl(key) !== undefined;
    const text = this.keyFormat.textOf(key);
    const bytes = this.place.get(text);
    if (bytes !== undefined) this.put(text, bytes, options);
    return isPassing;
  }

  #setting(key: string, value: Uint8Array, ttlSeconds: number | undefined): ByteWrite {
    return { type: "set", key, value, ttlSeconds };
  }

  /**
   * What unique indexes hold where these marks are, by their keys. A mark may be another entry's: of one that was there
   * before the index, or had a ttl.
   */
  #ownersOf(marks: readonly Mark[]): Owners {
    const keys = Array.from(new Set(marks.filter(({ index }) => index.isUnique).map(keyOf)));
    const found = keys.length === 0 ? [] : this.place.byteStorage.getMany(keys);
    return new Map(keys.map((key, index) => [key, found[index]]));
  }

  /** Throws if another entry has this mark. What one that expired or changed left behind is nobody's. */
  #refuseTaken(mark: Mark, owners: Owners): void {
    const index = this.#indexes.get(mark.index.name);
    const bytes = owners.get(keyOf(mark));
    if (index === undefined || bytes === undefined) return;
    const owner = index.ownerOf(mark.text, bytes);
    const stored = this.place.get(owner);
    if (stored === undefined) return;
    const isTaken = index.isMarkOf(mark.text, owner, () => this.valueFormat.valueOf(owner, stored));
    if (isTaken) throw new NotUniqueError(index.name);
  }

  #writeNew(marks: readonly Mark[]): void {
    if (marks.length === 0) return;
    const checks = marks
      .filter(({ index }) => index.isUnique)
      .map((mark) => ({ key: keyOf(mark), version: undefined }));
    try {
      this.place.write(
        marks.map((mark) => this.#setting(keyOf(mark), mark.bytes, undefined)),
        checks,
      );
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== "conflict") throw error;
      const taken = marks.find((mark) => mark.index.isUnique && mark.index.place.has(mark.text));
      throw taken === undefined ? error : new NotUniqueError(taken.index.name);
    }
  }

  #noteMoves(before: readonly Mark[], after: readonly Mark[]): void {
    for (const index of this.#indexes.values()) {
      const from = before.find((mark) => mark.index === index)?.text;
      const to = after.find((mark) => mark.index === index)?.text;
      if (from !== to) index.place.noteMove(from, to);
    }
  }
}

/** The bytes of unique indexes by their keys. */
type Owners = ReadonlyMap<string, Uint8Array | undefined>;

/** Whether a mark may be taken for the entry's own. */
function isOwned(mark: Mark, owners: Owners): boolean {
  const bytes = owners.get(keyOf(mark));
  return !mark.index.isUnique || (bytes !== undefined && isSame(bytes, mark.bytes));
}

function keyOf({ index, text }: Mark): string {
  return index.place.key(text);
}

function hasKey(marks: readonly Mark[], mark: Mark): boolean {
  return mark.index.isUnique && marks.some((other) => other.index === mark.index && other.text === mark.text);
}

function has(marks: readonly Mark[], { index, text }: Mark): boolean {
  return marks.some((mark) => mark.index === index && mark.text === text);
}
