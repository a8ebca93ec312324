/*
 * Every key of a collection begins with its prefix P. After it comes
 *
 *   nothing               the value of a `Cell` or a `Counter`
 *   U+0020 and more       what a collection keeps for itself: the entries of indexes
 *   KEY                   an entry, under its encoded key or its position
 *   KEY ! and more        a collection inside of the collection, whose prefix is P KEY !
 *
 * The prefix of a collection with a name is the text of the name and `!`. No encoded key begins with a space or `!`,
 * and none is the beginning of another one that goes on with them: so whatever names and keys are, collections never
 * meet, and everything that belongs to one is what begins with its prefix. Encoded keys are those of
 * `@airssys/storage/keys`.
 *
 * Changing it breaks every collection that exists. `docs/formats/collections.md` is about the same bytes.
 */
import { BATCH_ITEMS_MAX, KEY_BYTES_MAX } from "@airssys/protocol";
import type { ByteStorage, ByteWrite, KeyRange, SetOptions, VersionCheck } from "@airssys/storage";
import { encodeUtf8, hostStorage, StorageError } from "@airssys/storage";
import { encodeKey, escapeText, type KeyPart } from "@airssys/storage/keys";
import { removeRange } from "./remove-range.ts";
import { noteMove, noteWrite } from "./write-log.ts";

/** What begins every key of an entry or is less: `"` is the least character that an encoded key begins with. */
export const FIRST_ENTRY = '"';

/** Stands before what a collection keeps for itself. */
export const OWN = " ";

/** Longest key of anything in a collection: one byte is left for bounds, which may be a character longer. */
const WHOLE_KEY_BYTES_MAX = KEY_BYTES_MAX - 1;

/**
 * Where a collection is: what its keys begin with, and in which storage. Those of nested collections are handed out by
 * the collection around them, and passed on to the one inside.
 */
export class Place {
  /** @internal */
  readonly byteStorage: ByteStorage;
  /** @internal What all keys of the collection begin with. */
  readonly prefix: string;
  readonly #keyBytesMax: number;

  /** @internal */
  constructor(byteStorage: ByteStorage, prefix: string) {
    this.byteStorage = byteStorage;
    this.prefix = prefix;
    this.#keyBytesMax = Math.max(0, WHOLE_KEY_BYTES_MAX - encodeUtf8(prefix).length);
  }

  /** @internal The encoded key of an entry. Throws `invalid-key` if it is too long. */
  textOf(part: KeyPart): string {
    return encodeKey(part, this.#keyBytesMax);
  }

  /** @internal The place of what is nested under an encoded key. */
  inner(text: string): Place {
    return new Place(this.byteStorage, `${this.prefix}${text}!`);
  }

  /** @internal The place of what the collection keeps for itself. */
  own(name: string): Place {
    return new Place(this.byteStorage, `${this.prefix}${OWN}${escapeText(name)}!`);
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
    const key = checkedWholeKey(this.key(text));
    this.byteStorage.set(key, bytes, options);
    noteWrite(this.byteStorage.namespace, key);
  }

  /** @internal */
  delete(text: string): boolean {
    const key = this.key(text);
    const existed = this.byteStorage.delete(key);
    noteWrite(this.byteStorage.namespace, key);
    return existed;
  }

  /** @internal */
  increment(text: string, delta: bigint): bigint {
    const key = checkedWholeKey(this.key(text));
    const sum = this.byteStorage.increment(key, delta);
    noteWrite(this.byteStorage.namespace, key);
    return sum;
  }

  /** @internal One batch, for at most 100 writes: all of it or nothing. */
  write(writes: readonly ByteWrite[], checks: readonly VersionCheck[] = []): void {
    for (const { type, key } of writes) if (type === "set") checkedWholeKey(key);
    this.byteStorage.write({ checks, writes });
    for (const { key } of writes) noteWrite(this.byteStorage.namespace, key);
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

  /** @internal Removes the entries of a range and answers how many there were. */
  deleteRange(range: KeyRange): number {
    const count = removeRange(this.byteStorage, range);
    noteWrite(this.byteStorage.namespace, this.prefix);
    return count;
  }

  /** @internal Removes everything, down to the last nested key, and answers how many keys there were. */
  clear(): number {
    return this.deleteRange({ prefix: this.prefix });
  }

  /** @internal Tells walks that a member is under another key now, or came to be, or is gone. */
  noteMove(from: string | undefined, to: string | undefined): void {
    const { namespace } = this.byteStorage;
    noteMove({
      namespace,
      from: from === undefined ? undefined : this.key(from),
      to: to === undefined ? undefined : this.key(to),
    });
  }
}

/** Throws `invalid-key` for a key that no bound could be put behind. Most are far from it. */
function checkedWholeKey(key: string): string {
  if (key.length * 3 <= WHOLE_KEY_BYTES_MAX) return key;
  const bytes = encodeUtf8(key).length;
  if (bytes <= WHOLE_KEY_BYTES_MAX) return key;
  throw new StorageError({
    tag: "invalid-key",
    val: `what a collection stores must have keys of at most ${WHOLE_KEY_BYTES_MAX} bytes, got ${bytes}`,
  });
}

/** The place of a collection that was given a name, or a place by the collection around it. */
export function placeOf(at: string | Place, byteStorage: ByteStorage | undefined): Place {
  if (at instanceof Place) {
    if (byteStorage === undefined) return at;
    throw new TypeError('"byteStorage" is that of the outermost collection; leave it out for a nested one');
  }
  if (typeof at !== "string") throw new TypeError(`"name" expected a string, got ${typeof at}`);
  if (at === "") throw new TypeError('"name" must not be empty');
  return new Place(byteStorage ?? hostStorage, `${escapeText(at)}!`);
}
