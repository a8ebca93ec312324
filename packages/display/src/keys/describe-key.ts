import { printable } from "../text/printable.ts";
import { type CollectionKey, collectionKeyOf } from "./collection-key.ts";
import { keyPartText } from "./key-part-text.ts";

/** A key in a form for people. */
export interface DescribedKey {
  /**
   * The key on one line, printable: as it is stored, or as a place in a collection, such as `users["ada"]` or, for what
   * an index keeps, `users.byAge[42] → "ada"`.
   */
  readonly text: string;
  /** The collection that the key belongs to; `undefined` if it is a key of none. */
  readonly collection: CollectionKey | undefined;
}

/**
 * Describes a key, as a guest has it, by what it looks like: a key of a program of its own that follows the grammar of
 * collections is called a key of one.
 *
 * @example
 * ```ts
 * import { describeKey } from "@airssys/display";
 *
 * describeKey("notes/1").text; // "notes/1"
 * describeKey('carts!Mada!mnew"ayork').text; // 'carts["ada"]["new york"]'
 * ```
 */
export function describeKey(key: string): DescribedKey {
  const collection = collectionKeyOf(key);
  return { text: printable(collection ? placeText(collection) : key, "line"), collection };
}

function placeText({ name, path, mark }: CollectionKey): string {
  const place = `${name}${path.map((part) => `[${keyPartText(part)}]`).join("")}`;
  if (mark === undefined) return place;
  const entry = mark.key === undefined ? "" : ` → ${keyPartText(mark.key)}`;
  return `${place}.${mark.index}[${keyPartText(mark.value)}]${entry}`;
}
