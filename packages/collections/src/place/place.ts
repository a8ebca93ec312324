/*
 * Every key of a collection begins with its prefix P. After it comes
 *
 *   nothing               the value of a `Cell` or a `Counter`
 *   U+0020 and more       what a collection keeps for itself: the entries of indexes
 *   KEY                   an entry, under its encoded key or its position
 *   KEY ! and more        a collection inside of the collection, whose prefix is P KEY ! and the letter of its kind
 *
 * The prefix of a collection with a name is the text of the name, `!` and the letter of its kind (`kind.ts`). No
 * encoded key begins with a space or `!`, and none is the beginning of another one that goes on with them: so whatever
 * names and keys are, collections never meet, and everything that belongs to one is what begins with its prefix.
 * Encoded keys are those of `@airssys/storage/keys`.
 *
 * Changing it breaks every collection that exists. `docs/formats/collections.md` is about the same bytes.
 */
import { BATCH_ITEMS_MAX, KEY_BYTES_MAX, type KeyRange } from "@airssys/protocol";
import type { ByteStorage, ByteWrite, SetOptions, VersionCheck } from "@airssys/storage";
import { encodeUtf8, hostStorage, StorageError } from "@airssys/storage";
import { encodeKey, escapeText, type KeyPart } from "@airssys/storage/keys";
import { deleteRange } from "./delete-range.ts";
import { type Kind, type KindPath, pathTo } from "./kind.ts";
import { KindCheck } from "./kind-check.ts";
import { noteMove, noteWrite } from "./write-log.ts";

/** Sorts before every entry or at the first one: `"` is the lowest character that an encoded key begins with. */
export const FIRST_ENTRY = '"';

/** Stands before what a collection keeps for itself. */
export const OWN = " ";

/** Longest key of anything in a collection: one byte is left for bounds, which may be a character longer. */
const WHOLE_KEY_BYTES_MAX = KEY_BYTES_MAX - 1;

/**
 * Where a collection is: the prefix of its keys, and the storage that holds them. A collection hands out the places of
 * those that are nested in it, to be passed on to them.
 */
export class Place {
  /** @internal */
  readonly byteStorage: ByteStorage;
  /** @internal The prefix of all keys of the collection. */
  readonly prefix: string;
  /** @internal */
  readonly kinds: KindCheck;
  readonly #path: KindPath;
  readonly #hasKind: boolean;
  readonly #keyBytesMax: number;

  /** @internal */
  constructor(kinds: KindCheck, byteStorage: ByteStorage, prefix: string, path: KindPath, hasKind: boolean) {
    this.byteStorage = byteStorage;
    this.prefix = prefix;
    this.kinds = kinds;
    this.#path = path;
    this.#hasKind = hasKind;
    this.#keyBytesMax = Math.max(0, WHOLE_KEY_BYTES_MAX - encodeUtf8(prefix).length);
  }

  /** @internal The place itself as that of a kind, unless the collection around has given it one. */
  ofKind(kind: Kind, isIndexed: boolean): Place {
    if (this.#hasKind) return this;
    const path = pathTo(this.#path, kind, isIndexed);
    return new Place(this.kinds, this.byteStorage, this.prefix + kind, path, true);
  }

  /** @internal The encoded key of an entry. Throws `invalid-key` if it is too long. */
  textOf(part: KeyPart): string {
    return encodeKey(part, this.#keyBytesMax);
  }

  /** @internal The place of a collection that is nested under an encoded key. */
  inner(text: string): Place {
    return new Place(this.kinds, this.byteStorage, `${this.prefix}${text}!`, this.#path, false);
  }

  /** @internal The place of what the collection keeps for itself. */
  own(name: string): Place {
    return new Place(this.kinds, this.byteStorage, `${this.prefix}${OWN}${escapeText(name)}!`, this.#path, true);
  }

  /** @internal Whether any key that begins with the prefix of the name tells the kind, and none has done so yet. */
  get awaitsKind(): boolean {
    return this.#path.length === 1 && !this.kinds.isChecked(this.#path);
  }

  /** @internal What everything with the name of a named collection begins with; for a nested one, its own prefix. */
  get namePrefix(): string {
    return this.#path.length === 1 ? this.kinds.prefix : this.prefix;
  }

  /** @internal Throws a `WrongKindError` for a key of a collection of another kind. */
  requireKindOf(key: string | undefined): void {
    this.kinds.requireKindOf(key, this.#path);
  }

  /** @internal */
  key(text: string): string {
    return this.prefix + text;
  }

  /** @internal */
  get(text: string): Uint8Array | undefined {
    return this.byteStorage.get(this.key(text));
  }

  /** @internal */
  has(text: string): boolean {
    return this.byteStorage.has(this.key(text));
  }

  /** @internal */
  set(text: string, bytes: Uint8Array, options?: SetOptions): void {
    const key = requireWholeKey(this.key(text));
    this.kinds.require(this.#path);
    this.byteStorage.set(key, bytes, options);
    this.#noteWrite(key);
  }

  /** @internal */
  delete(text: string): boolean {
    const key = this.key(text);
    this.kinds.require(this.#path);
    const existed = this.byteStorage.delete(key);
    this.#noteWrite(key);
    return existed;
  }

  /** @internal */
  increment(text: string, delta: bigint): bigint {
    const key = requireWholeKey(this.key(text));
    this.kinds.require(this.#path);
    const sum = this.byteStorage.increment(key, delta);
    this.#noteWrite(key);
    return sum;
  }

  /** @internal One batch, for at most 100 writes: all of it or nothing. */
  write(writes: readonly ByteWrite[], checks: readonly VersionCheck[] = []): void {
    for (const { type, key } of writes) if (type === "set") requireWholeKey(key);
    this.kinds.require(this.#path);
    this.byteStorage.write({ checks, writes });
    for (const { key } of writes) this.#noteWrite(key);
  }

  /** @internal Any number of writes, all of them or none: more than 100 are a transaction. */
  writeAll(writes: readonly ByteWrite[]): void {
    const parts = Array.from({ length: Math.ceil(writes.length / BATCH_ITEMS_MAX) }, (_, part) => {
      return writes.slice(part * BATCH_ITEMS_MAX, (part + 1) * BATCH_ITEMS_MAX);
    });
    const writeParts = () => {
      for (const part of parts) this.write(part);
    };
    if (parts.length > 1) this.byteStorage.transaction(writeParts);
    else writeParts();
  }

  /** @internal Removes the entries of a range and returns their number. */
  deleteRange(range: KeyRange): number {
    this.kinds.require(this.#path);
    const count = deleteRange(this.byteStorage, range);
    this.#noteWrite(this.prefix);
    return count;
  }

  /** @internal Removes everything, down to the last nested key, and returns the number of keys. */
  clear(): number {
    return this.deleteRange({ prefix: this.prefix });
  }

  /** @internal Tells walks that a member has moved to another key, was added, or was removed. */
  noteMove(from: string | undefined, to: string | undefined): void {
    noteMove({
      namespace: this.byteStorage.namespace,
      from: from === undefined ? undefined : this.#keyInNamespace(this.key(from)),
      to: to === undefined ? undefined : this.#keyInNamespace(this.key(to)),
    });
  }

  #noteWrite(key: string): void {
    noteWrite(this.byteStorage.namespace, this.#keyInNamespace(key));
  }

  /** The same collection may be reached through views of several prefixes. */
  #keyInNamespace(key: string): string {
    return this.byteStorage.prefix + key;
  }
}

/** Returns a key that leaves room for a bound behind it. Throws `invalid-key` for others; most are far from it. */
function requireWholeKey(key: string): string {
  if (key.length * 3 <= WHOLE_KEY_BYTES_MAX) return key;
  const bytes = encodeUtf8(key).length;
  if (bytes <= WHOLE_KEY_BYTES_MAX) return key;
  throw new StorageError({
    tag: "invalid-key",
    val: `what a collection stores must have keys of at most ${WHOLE_KEY_BYTES_MAX} bytes, got ${bytes}`,
  });
}

/** Returns the place of a collection of a kind that was given a name, or a place by the collection around it. */
export function placeOf(
  at: string | Place,
  byteStorage: ByteStorage | undefined,
  kind: Kind,
  isIndexed = false,
): Place {
  if (at instanceof Place) {
    if (byteStorage === undefined) return at.ofKind(kind, isIndexed);
    throw new TypeError('"byteStorage" is that of the outermost collection; leave it out for a nested one');
  }
  if (typeof at !== "string") throw new TypeError(`"name" expected a string, got ${typeof at}`);
  if (at === "") throw new TypeError('"name" must not be empty');
  const storage = byteStorage ?? hostStorage;
  const prefix = `${escapeText(at)}!`;
  return new Place(new KindCheck(storage, prefix), storage, prefix, "", false).ofKind(kind, isIndexed);
}
