import { LIFTED_ELEMENTS_MAX } from "../structure/lift-limits.ts";

/**
 * Returns whether a value is an array no longer than a guest can pass, each of whose items is valid. A hole is an
 * `undefined` item.
 */
export function isBoundedList(value: unknown, isItem: (item: unknown) => boolean): value is readonly unknown[] {
  if (!Array.isArray(value) || value.length > LIFTED_ELEMENTS_MAX) return false;
  // `every` skips holes.
  for (let index = 0; index < value.length; index++) if (!isItem(value[index])) return false;
  return true;
}
