import { namespaceFault } from "@airssys/protocol";
import { ACCESS_LEVELS } from "./grants.ts";
import { KEY_PATTERNS_MAX, keyPatternFault } from "./key-pattern.ts";

/**
 * Returns the rule that the name of a shared namespace breaks; `undefined` if it is valid. A component's own namespace
 * is never shared.
 */
export function sharedNamespaceFault(name: string): string | undefined {
  if (name.startsWith("component:"))
    return "must be app:ID, user:ID, org/ID or system: no component is granted another's";
  return namespaceFault(name);
}

/**
 * Returns the rule that a list of key patterns breaks by its length; `undefined` if it is valid. Does not look at the
 * patterns.
 */
export function keyPatternsFault(patterns: readonly string[]): string | undefined {
  if (patterns.length === 0) return "must hold at least one pattern; leave keys out to grant all keys";
  if (patterns.length > KEY_PATTERNS_MAX)
    return `must hold at most ${KEY_PATTERNS_MAX} patterns, got ${patterns.length}`;
  return undefined;
}

/** Checks a grant; `title` names it in messages. @throws RangeError for an invalid access level or key pattern */
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

/** Checks a number of bytes or keys. @throws RangeError if it is not a whole number from 0 */
export function requireCount(title: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`${title} expected a whole number from 0, got ${count}`);
}
