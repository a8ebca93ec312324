import { StorageError } from "@airssys/protocol";
import { bytesUsed, clearAll, deleteKey, getBytes, hasKey, listKeys, setBytes } from "./binding/storage.ts";
import type { Codec } from "./codec.ts";
import { jsonCodec } from "./json-codec.ts";
import { checkedKey } from "./key-check.ts";

/** How a `Storage` is set up. */
export interface StorageOptions<T> {
  /** How values become bytes. JSON unless given. */
  readonly codec?: Codec<T>;
}

/**
 * The durable data of this component: values by key, kept across calls, restarts and crashes.
 *
 * Every method is synchronous. What one call of an export writes becomes durable together when the export returns, and
 * is dropped when it throws. Every `Storage` of a component reads and writes the same keys; they differ in types and codec.
 *
 * `T` is the type of the values, and a call may narrow it: `storage.get<User>("users/ada")`. Types are promises made by the
 * caller, not checks.
 *
 * **Keys** are 1 to 256 bytes of UTF-8 without control characters. **Values** are at most 1 048 576 bytes once encoded. A host may
 * set other limits. Order is that of the bytes of the keys' UTF-8.
 *
 * Every method may throw a `StorageError`: `permission-denied` when the component's grants do not cover it, `invalid-key` for a key
 * that breaks the rules, `internal-error` when the host failed. Further codes are told by each method. A key that is no
 * string is a `TypeError`.
 *
 * @example
 * ```ts
 * import { Storage } from "@airssys/storage";
 *
 * interface User { name: string; age: number }
 *
 * const users = new Storage<User>();
 * users.set("users/ada", { name: "Ada", age: 36 });
 * users.get("users/ada")?.age; // 36
 * users.keys("users/"); // ["users/ada"]
 * ```
 */
export class Storage<T = unknown> {
  readonly #codec: Codec<T>;

  constructor(options: StorageOptions<T> = {}) {
    this.#codec = options.codec ?? jsonCodec<T>();
  }

  /**
   * The value of a key, or `undefined` if the key is absent.
   *
   * Throws `invalid-argument` when the stored bytes are not what the codec wrote.
   *
   * @example
   * ```ts
   * const visits = storage.get<number>("visits") ?? 0;
   * ```
   */
  get<V extends T = T>(key: string): V | undefined {
    const bytes = getBytes(checkedKey(key));
    return bytes && (this.#decoded(key, bytes) as V);
  }

  /**
   * Gives a key a value, whether or not it had one.
   *
   * Throws `invalid-argument` when the codec cannot keep the value as it is, `value-too-large` when it is longer than the limit
   * once encoded, and `quota-exceeded` when it does not fit any more. Nothing is written then.
   *
   * @example
   * ```ts
   * storage.set("visits", 1);
   * storage.set<User>("users/ada", { name: "Ada", age: 36 });
   * ```
   */
  set<V extends T = T>(key: string, value: V): void {
    setBytes(checkedKey(key), this.#encoded(value));
  }

  /**
   * Removes a key and answers whether it existed.
   *
   * @example
   * ```ts
   * storage.delete("visits"); // true
   * storage.delete("visits"); // false
   * ```
   */
  delete(key: string): boolean {
    return deleteKey(checkedKey(key));
  }

  /**
   * Whether a key exists. Cheaper than `get`, since the value stays where it is.
   *
   * @example
   * ```ts
   * if (!storage.has("created")) storage.set("created", Date.now());
   * ```
   */
  has(key: string): boolean {
    return hasKey(checkedKey(key));
  }

  /**
   * The keys that begin with `prefix`, or all keys, in order.
   *
   * Throws `limit-exceeded` when there are more than 10 000 of them: ask for a longer prefix.
   *
   * @example
   * ```ts
   * storage.keys("users/"); // ["users/ada", "users/bob"]
   * ```
   */
  keys(prefix = ""): string[] {
    return listKeys(checkedKey(prefix) || undefined);
  }

  /**
   * The bytes used: the sum of the lengths of all keys, in UTF-8, and of all encoded values.
   *
   * @example
   * ```ts
   * storage.set("a", 1);
   * storage.size(); // 2: one byte of key, one of value
   * ```
   */
  size(): number {
    return Number(bytesUsed());
  }

  /**
   * The keys that begin with `prefix`, or all keys, with their values, in order.
   *
   * Lazy: the keys are listed when the iteration begins and each value is read when its turn comes. Writing and deleting
   * meanwhile is safe: a key that is gone by its turn is left out, one that is added later is not visited.
   *
   * Throws `limit-exceeded` when there are more than 10 000 keys, and `invalid-argument` when the bytes of a value are not what
   * the codec wrote.
   *
   * @example
   * ```ts
   * for (const [key, user] of storage.entries<User>("users/")) console.log(key, user.name);
   * const everything = new Map(storage.entries());
   * ```
   */
  *entries<V extends T = T>(prefix = ""): Generator<[key: string, value: V], void, undefined> {
    for (const key of this.keys(prefix)) {
      const bytes = getBytes(key);
      if (bytes) yield [key, this.#decoded(key, bytes) as V];
    }
  }

  /**
   * Removes every key of the component, whatever `Storage` wrote it. Needs admin access.
   *
   * @example
   * ```ts
   * storage.clear();
   * storage.size(); // 0
   * ```
   */
  clear(): void {
    clearAll();
  }

  #encoded(value: T): Uint8Array {
    try {
      return checkedBytes(this.#codec.encode(value));
    } catch (error) {
      if (error instanceof StorageError) throw error;
      throw invalidArgument("the codec could not encode the value", error);
    }
  }

  #decoded(key: string, bytes: Uint8Array): T {
    try {
      return this.#codec.decode(bytes);
    } catch (error) {
      const problem =
        error instanceof StorageError && error.payload.tag === "invalid-argument" ? error.payload.val : undefined;
      throw invalidArgument(`${JSON.stringify(key)}: ${problem ?? "the codec could not decode the value"}`, error);
    }
  }
}

/** Asks for the kind and not for the class: a codec may pass on bytes from an import, whose class is another realm's. */
function checkedBytes(bytes: Uint8Array): Uint8Array {
  if (Object.prototype.toString.call(bytes) === "[object Uint8Array]") return bytes;
  throw new TypeError('"codec.encode" expected to return a Uint8Array');
}

function invalidArgument(problem: string, cause: unknown): StorageError {
  return new StorageError({ tag: "invalid-argument", val: problem }, { cause });
}
