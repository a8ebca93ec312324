import { type ByteStorage, StorageError } from "@airssys/storage";
import { unescapeText } from "@airssys/storage/keys";
import { classesOf, isSameKind, type KindPath, pathOfKey } from "./kind.ts";
import { WrongKindError } from "./wrong-kind-error.ts";

/**
 * Makes sure that what is stored under the name of a collection is of its kind, once for each path of kinds: any one
 * key tells, since a collection of another kind is refused before its first write. One is shared by a named collection
 * and all that are nested in it.
 */
export class KindCheck {
  readonly #byteStorage: ByteStorage;
  /** The text of the name and `!`. */
  readonly prefix: string;
  readonly #checked = new Set<KindPath>();

  constructor(byteStorage: ByteStorage, prefix: string) {
    this.#byteStorage = byteStorage;
    this.prefix = prefix;
  }

  /** Returns whether a collection of this path may be written without a look at what is stored. */
  isChecked(path: KindPath): boolean {
    return this.#checked.has(path);
  }

  /** Throws a `WrongKindError` if a collection of another kind has the name. One host call, the first time. */
  require(path: KindPath): void {
    if (!this.#checked.has(path)) this.requireKindOf(this.#anyKey(), path);
  }

  /** The same for any key that begins with the prefix, or `undefined` if there is none. */
  requireKindOf(key: string | undefined, path: KindPath): void {
    const stored = key === undefined ? "" : pathOfKey(key.slice(this.prefix.length));
    if (!isSameKind(path, stored))
      throw new WrongKindError(unescapeText(this.prefix.slice(0, -1)), classesOf(stored), classesOf(path));
    for (let level = 1; level <= path.length; level++) this.#checked.add(path.slice(0, level));
  }

  /**
   * Returns no key where none can be listed: in a component without `storage-ranges`, in a storage with blinded keys,
   * or where grants name keys one by one. Nothing is lost there either, since keys of two kinds never meet.
   */
  #anyKey(): string | undefined {
    try {
      return this.#byteStorage.keyPage({ prefix: this.prefix }, { limit: 1 }).keys[0];
    } catch (error) {
      if (error instanceof TypeError || isUnlistable(error)) return undefined;
      throw error;
    }
  }
}

function isUnlistable(error: unknown): boolean {
  return error instanceof StorageError && (error.code === "blinded-names" || error.code === "permission-denied");
}
