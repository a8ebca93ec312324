import { StorageError } from "@airssys/protocol";
import type { KeyPart } from "@airssys/storage/keys";

/**
 * How keys of a type of your own become what a key can be made of: a string, number, bigint, boolean, date, or a tuple
 * of them. What is equal must become equal, and `decode(encode(key))` must give an equal key. The order of a collection
 * is that of what `encode` answers.
 *
 * @example
 * ```ts
 * import { type KeyCodec, StorageSet } from "@airssys/collections";
 *
 * interface Point { x: number; y: number }
 *
 * const points: KeyCodec<Point> = {
 *   encode: ({ x, y }) => [x, y],
 *   decode: (part) => { const [x, y] = part as [number, number]; return { x, y }; },
 * };
 * const visited = new StorageSet<Point>("visited", { keyCodec: points });
 * visited.add({ x: 1, y: 2 });
 * visited.has({ x: 1, y: 2 }); // true: compared by what it is
 * ```
 */
export interface KeyCodec<K> {
  /** Returns the encodable form of a key. */
  encode(key: K): KeyPart;
  /** Returns the key of a form that `encode` returned. */
  decode(part: KeyPart): K;
}

/** Returns a codec that leaves keys as they are. A value that is no key is refused when it is encoded. */
export function plainKeys<K>(): KeyCodec<K> {
  return PLAIN as KeyCodec<K>;
}

const PLAIN: KeyCodec<KeyPart> = { encode: (key) => key, decode: (part) => part };

/**
 * Keys of plain JSON, such as objects: two are the same if they hold the same, in whatever order their properties
 * stand. Their order says nothing. They are stored as text, so they must be short: a key has 255 bytes with the name of
 * the collection.
 *
 * Whatever JSON would change (`undefined`, `NaN`, dates, instances of classes) is `invalid-key`. `-0` is `0`, as in a
 * `Set`.
 *
 * @example
 * ```ts
 * import { jsonKeys, StorageSet } from "@airssys/collections";
 *
 * const seen = new StorageSet("seen", { keyCodec: jsonKeys<{ id: number; kind: string }>() });
 * seen.add({ id: 1, kind: "pear" });
 * seen.has({ kind: "pear", id: 1 }); // true
 * ```
 */
export function jsonKeys<K>(): KeyCodec<K> {
  return { encode: (key) => canonical(key, 0), decode: (part) => JSON.parse(String(part)) };
}

const DEPTH_MAX = 64;

/** JSON with the properties of objects in one order, and nothing that JSON would change. */
function canonical(value: unknown, depth: number): string {
  if (depth > DEPTH_MAX) throw invalidKey(`nested more than ${DEPTH_MAX} deep`);
  if (value === null || typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "number") {
    if (Number.isFinite(value)) return JSON.stringify(value);
    throw invalidKey(String(value));
  }
  if (Array.isArray(value)) return `[${Array.from(value, (item) => canonical(item, depth + 1)).join()}]`;
  if (typeof value === "object" && isPlain(value)) {
    const names = Object.keys(value).sort();
    const members = names.map((name) => `${JSON.stringify(name)}:${canonical(Reflect.get(value, name), depth + 1)}`);
    return `{${members.join()}}`;
  }
  throw invalidKey(typeof value === "object" ? "an instance of a class" : typeof value);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function invalidKey(found: string): StorageError {
  return new StorageError({ tag: "invalid-key", val: `a key of plain JSON cannot hold ${found}` });
}
