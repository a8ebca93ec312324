import { LIFTED_ELEMENTS_MAX } from "../structure/lift-limits.ts";

/**
 * Whether something is a list, no longer than a guest can hand over, and each of its items is as it should be. A hole
 * is an item that is not there.
 */
export function isListOf(value: unknown, isItem: (item: unknown) => boolean): value is readonly unknown[] {
  if (!Array.isArray(value) || value.length > LIFTED_ELEMENTS_MAX) return false;
  // `every` passes over holes.
  for (let index = 0; index < value.length; index++) if (!isItem(value[index])) return false;
  return true;
}
