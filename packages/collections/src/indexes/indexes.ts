/*
 * The entries of an index called NAME are kept among what the map keeps for itself, P SPACE NAME ! and then
 *
 *   VALUE ! KEY      without a value, for an index in which several entries may have the same value
 *   VALUE            with KEY in UTF-8 as its value, for a unique index
 *
 * where VALUE and KEY are encoded keys: what the index is by, and the key of the map's entry.
 *
 * Changing it breaks every index that exists.
 */
import { brand, isInstance, type OptionNames } from "@airssys/protocol";
import { StorageError, textCodec } from "@airssys/storage";
import type { KeyPart } from "@airssys/storage/keys";
import { endOfKey } from "@airssys/storage/keys";
import { knownOptions } from "../place/options.ts";
import type { Place } from "../place/place.ts";

/**
 * What an index is by: part of a value, or `undefined` for values that are not in the index. It must answer the same
 * for the same value.
 */
export type IndexBy<V> = (value: V) => KeyPart | undefined;

/** An index of a map, with what is to be known of it. */
export interface IndexOptions<V> {
  /** Returns the part of a value that the index is by. */
  readonly by: IndexBy<V>;
  /** Whether no two entries may have the same. Default: `false`. */
  readonly unique?: boolean;
}

/** An index of a map: what it is by, or more about it. */
export type IndexOf<V> = IndexBy<V> | IndexOptions<V>;

/** Indexes by their names. */
export type Indexes<V> = Readonly<Record<string, IndexOf<V>>>;

/** The type of the values of an index. */
export type IndexedBy<I> =
  I extends IndexOptions<never>
    ? Exclude<ReturnType<I["by"]>, undefined>
    : I extends IndexBy<never>
      ? Exclude<ReturnType<I>, undefined>
      : KeyPart;

/** The mark that an index stores for one entry of the map. */
export interface Mark {
  readonly index: Index<never>;
  /** The text behind the prefix of the index. */
  readonly text: string;
  readonly bytes: Uint8Array;
}

const INDEX_OPTIONS: OptionNames<IndexOptions<never>> = { by: true, unique: true };

/** One index: where its marks are and what they are made of. */
export class Index<V> {
  readonly name: string;
  readonly isUnique: boolean;
  readonly place: Place;
  readonly #by: IndexBy<V>;

  constructor(map: Place, name: string, of: IndexOf<V>) {
    const { by, unique = false } =
      typeof of === "function" ? { by: of } : knownOptions<IndexOptions<V>>(of, INDEX_OPTIONS);
    this.name = name;
    this.isUnique = unique;
    this.place = map.own(name);
    this.#by = by;
  }

  /** The mark of an entry, if it is in the index. */
  markOf(keyText: string, value: V): Mark | undefined {
    const part = this.#by(value);
    if (part === undefined) return undefined;
    const text = this.place.textOf(part);
    return this.isUnique
      ? { index: this, text, bytes: TEXT.encode(keyText) }
      : { index: this, text: `${text}!${keyText}`, bytes: new Uint8Array() };
  }

  /**
   * The mark of an entry that is stored. One that the index cannot take is not in it: it must still be possible to
   * change and to remove it.
   */
  storedMarkOf(keyText: string, value: V): Mark | undefined {
    try {
      return this.markOf(keyText, value);
    } catch {
      return undefined;
    }
  }

  /**
   * Whether an entry, as it is now, has this mark: an earlier one of the same key may have left it behind. Where the
   * value cannot be read it is taken for its own.
   */
  isMarkOf(text: string, keyText: string, read: () => V): boolean {
    let value: V;
    try {
      value = read();
    } catch {
      return true;
    }
    return this.storedMarkOf(keyText, value)?.text === text;
  }

  /** The text of the key whose mark this is. */
  ownerOf(text: string, bytes: Uint8Array): string {
    return this.isUnique ? TEXT.decode(bytes) : text.slice(endOfKey(text) + 1);
  }
}

const TEXT = textCodec();

/**
 * An entry that was to be set has a value in a unique index that another entry has already. Nothing was written. Its
 * code is `not-unique`; it is a `StorageError`, and arrives as an `invalid-argument` at the caller of an export.
 */
export class NotUniqueError extends StorageError {
  override readonly name: string = "NotUniqueError";
  declare readonly code: "not-unique";
  /** The name of the index. */
  readonly index: string;

  constructor(index: string) {
    const val = `the index ${JSON.stringify(index)} is unique, and another entry has this value`;
    super({ tag: "invalid-argument", val }, { code: "not-unique" });
    this.index = index;
    brand(this, "NotUniqueError");
  }

  /** Answers `instanceof NotUniqueError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is NotUniqueError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, NotUniqueError, value, "NotUniqueError");
  }
}
