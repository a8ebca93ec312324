import { namespaceFault } from "@airssys/protocol";
import { ACCESS_LEVELS } from "./grants.ts";
import { KEY_PATTERNS_MAX, keyPatternFault } from "./key-pattern.ts";

/**
 * The rule that the name of a shared namespace breaks, or `undefined` for a good one. What belongs to a component is
 * never shared.
 */
export function sharedNamespaceFault(name: string): string | undefined {
  if (name.startsWith("component:"))
    return "must be app:ID, user:ID, org/ID or system: no component is granted another's";
  return namespaceFault(name);
}

/** The rule that a list of key patterns breaks as a whole, or `undefined` for a good one. */
export function keyPatternsFault(patterns: readonly string[]): string | undefined {
  if (patterns.length === 0) return "must hold a pattern; without it the grant is about all keys";
  if (patterns.length > KEY_PATTERNS_MAX)
    return `must hold at most ${KEY_PATTERNS_MAX} patterns, got ${patterns.length}`;
  return undefined;
}

/** @throws RangeError for an access level or key patterns that are none. `title` says whose they are. */
export function requireGrant(
  title: string,
  { access, keys }: { readonly access: string; readonly keys?: readonly string[] },
  keyBytesMax: number,
): void {
  if (!ACCESS_LEVELS.some((level) => level === access)) {
    throw new RangeError(`${title} expected access of ${ACCESS_LEVELS.join(", ")}, got ${JSON.stringify(access)}`);
  }
  if (keys === undefined) return;
  const fault = keyPatternsFault(keys);
  if (fault !== undefined) throw new RangeError(`${title} has keys that ${fault}`);
  for (const pattern of keys) {
    const broken = keyPatternFault(pattern, keyBytesMax);
    if (broken !== undefined)
      throw new RangeError(`${title} has the key pattern ${JSON.stringify(pattern)}, which ${broken}`);
  }
}

/** @throws RangeError for what is not a number of bytes or keys. */
export function requireCount(title: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`${title} expected a whole number from 0, got ${count}`);
}
