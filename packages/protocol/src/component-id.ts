import { COMPONENT_ID_CHARACTERS_MAX } from "./limits.ts";

/**
 * The rule that a component id breaks, or `undefined` for a good one.
 *
 * An id is 1 to 128 of `A-Z a-z 0-9 . _ -`, and begins with a letter or a digit. It cannot hold the `:` that ends
 * a namespace, so that no id can reach into the namespace of another.
 */
export function componentIdFault(id: string): string | undefined {
  if (id.length === 0) return "must not be empty";
  if (id.length > COMPONENT_ID_CHARACTERS_MAX) {
    return `must be at most ${COMPONENT_ID_CHARACTERS_MAX} characters, got ${id.length}`;
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id)) {
    return "must begin with a letter or digit and hold only letters, digits, '.', '_' and '-'";
  }
  return undefined;
}
