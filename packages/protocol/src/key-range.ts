/**
 * Some of the keys. All bounds that are given hold together; a range without any is every key. One whose start lies
 * behind its end is empty.
 *
 * @example
 * ```ts
 * import type { KeyRange } from "@airssys/protocol";
 *
 * const january: KeyRange = { prefix: "log/", start: "log/2026-01-01", last: "log/2026-01-31" };
 * ```
 */
export interface KeyRange<Key = string> {
  /** Only keys that begin with this. */
  readonly prefix?: string | undefined;
  /** The first key of the range. It is part of the range. */
  readonly start?: Key | undefined;
  /** The first key after the range. It is not part of the range. */
  readonly end?: Key | undefined;
  /** The last key of the range. It is part of the range. */
  readonly last?: Key | undefined;
}

/** The bounds of a range without its prefix, for keys that are no text. */
export type KeyBounds<Key> = Omit<KeyRange<Key>, "prefix">;

/**
 * How to walk a range.
 *
 * @example
 * ```ts
 * import type { Walk } from "@airssys/protocol";
 *
 * const newest: Walk = { reverse: true, limit: 20 };
 * const next: Walk = { ...newest, after: "log/2026-01-12" };
 * ```
 */
export interface Walk<Key = string> {
  /** From the last key to the first. Default: `false`. */
  readonly reverse?: boolean | undefined;
  /** The most items to visit. */
  readonly limit?: number | undefined;
  /** Begins behind this key, in the direction of the walk, whether the key exists or not. */
  readonly after?: Key | undefined;
}

/** The same range of keys that all begin with a prefix more. */
export function rangeUnder(prefix: string, range: KeyRange): KeyRange {
  const under = (key: string | undefined) => (key === undefined ? undefined : prefix + key);
  return {
    prefix: prefix + (range.prefix ?? ""),
    start: under(range.start),
    end: under(range.end),
    last: under(range.last),
  };
}
