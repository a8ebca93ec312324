import type { ByteStorage, Codec } from "@airssys/storage";
import type { KeyCodec } from "../keys/key-codec.ts";

/** Where a collection is kept. */
export interface CollectionOptions {
  /**
   * The storage of a collection with a name: the component's own namespace unless given. Those nested inside are in the
   * same one.
   */
  readonly byteStorage?: ByteStorage | undefined;
}

/** How keys are kept. */
export interface KeyOptions<K> extends CollectionOptions {
  /** What keys are made of, for keys that are no strings, numbers, bigints, booleans, dates or tuples of them. */
  readonly keyCodec?: KeyCodec<K> | undefined;
}

/** How values are kept. */
export interface ValueOptions<V> extends CollectionOptions {
  /**
   * How values become bytes. JSON unless given. With a schema, values are checked: `schemaCodec` of `@airssys/storage`.
   */
  readonly codec?: Codec<V> | undefined;
}

/** How keys and values are kept. */
export interface EntryOptions<K, V> extends KeyOptions<K>, ValueOptions<V> {}

/**
 * What part of a collection to walk, and how. A walk belongs to the call of the component in which it began: in another
 * one, begin anew with `after`.
 */
export interface WalkOptions<K> {
  /** From the last one to the first. */
  readonly reverse?: boolean | undefined;
  /** Most of them, a whole number from 0. All unless given. */
  readonly limit?: number | undefined;
  /** Begin after this one, in the direction of the walk, whether it is there or not: where an earlier walk stopped. */
  readonly after?: K | undefined;
}

/** A part of an ordered collection. */
export interface RangeOptions<K> extends Omit<WalkOptions<K>, "after"> {
  /** The first key, included. */
  readonly from?: K | undefined;
  /** The first key after the range, excluded. */
  readonly to?: K | undefined;
}
