import { type KeyBounds, type OptionNames, requireKnownOptions, type Walk } from "@airssys/protocol";
import type { ByteStorage, Codec, SetOptions } from "@airssys/storage";
import type { KeyCodec } from "../keys/key-codec.ts";

/** Options of every collection. */
export interface CollectionOptions {
  /**
   * The storage of a named collection. Default: the component's own namespace. A nested collection is in the storage of
   * the collection around it.
   */
  readonly byteStorage?: ByteStorage | undefined;
}

/** Options of a collection with keys. */
export interface KeyOptions<K> extends CollectionOptions {
  /** Turns keys of your own type into strings, numbers, bigints, booleans, dates or tuples of them, and back. */
  readonly keyCodec?: KeyCodec<K> | undefined;
}

/** Options of a collection with values. */
export interface ValueOptions<V> extends CollectionOptions {
  /**
   * Turns values into bytes and back. Default: JSON. `schemaCodec` of `@airssys/storage` checks values with a schema.
   */
  readonly codec?: Codec<V> | undefined;
}

/** Options of a collection with keys and values. */
export interface EntryOptions<K, V> extends KeyOptions<K>, ValueOptions<V> {}

/** The direction and length of a walk, for collections whose elements have no key to go on after. */
export type Direction = Omit<Walk<never>, "after">;

/** A part of an ordered collection, and how to walk it. */
export interface RangeWalk<K> extends KeyBounds<K>, Walk<K> {}

const COLLECTION: OptionNames<CollectionOptions> = { byteStorage: true };
const KEY: OptionNames<KeyOptions<never>> = { ...COLLECTION, keyCodec: true };
const VALUE: OptionNames<ValueOptions<never>> = { ...COLLECTION, codec: true };
const ENTRY: OptionNames<EntryOptions<never, never>> = { ...KEY, ...VALUE };
const WALK: OptionNames<Walk<never>> = { reverse: true, limit: true, after: true };
const DIRECTION: OptionNames<Direction> = { reverse: true, limit: true };
const BOUNDS: OptionNames<KeyBounds<never>> = { start: true, end: true, last: true };

/** The names of the options of collections and their methods. */
export const OPTION_NAMES = {
  collection: COLLECTION,
  key: KEY,
  value: VALUE,
  entry: ENTRY,
  walk: WALK,
  direction: DIRECTION,
  bounds: BOUNDS,
  rangeWalk: { ...BOUNDS, ...WALK },
  set: { ttlSeconds: true } satisfies OptionNames<SetOptions>,
  check: { repair: true },
} as const;

/** Returns options whose names are all known. Throws `invalid-argument` for an unknown one. */
export function knownOptions<Options extends object>(options: Options, names: OptionNames<Options>): Options {
  requireKnownOptions(options, names);
  return options;
}
