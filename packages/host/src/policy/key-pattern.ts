import { keyFault, prefixFault } from "@airssys/protocol";

/**
 * Key patterns limit a grant to some keys.
 *
 *     pattern := key            that key alone
 *              | prefix "*"     every key that begins with the prefix, which may be empty
 *
 * A `*` may stand only at the end, so a key that contains `*` can be matched only by a prefix pattern.
 */

/** Maximum number of patterns in one grant. Bounded because each operation is compared with all of them. */
export const KEY_PATTERNS_MAX = 100;

/** Returns the rule that a key pattern breaks; `undefined` if it is valid. */
export function keyPatternFault(pattern: string, keyBytesMax?: number): string | undefined {
  const star = pattern.indexOf("*");
  if (star === -1) return keyFault(pattern, keyBytesMax);
  if (star < pattern.length - 1) return 'must be a key, or a prefix and one "*" at its end';
  return prefixFault(pattern.slice(0, -1), keyBytesMax);
}

/** Returns the narrowest pattern that includes a key. */
export function patternForKey(key: string): string {
  return key.includes("*") ? patternForPrefix(key) : key;
}

/** Returns the narrowest pattern that includes every key with a prefix. */
export function patternForPrefix(prefix: string): string {
  const star = prefix.indexOf("*");
  return `${star === -1 ? prefix : prefix.slice(0, star)}*`;
}

/** The keys that a grant covers. The patterns must have passed {@link keyPatternFault}. */
export class KeyPatterns {
  readonly #keys: ReadonlySet<string>;
  readonly #prefixes: readonly string[];

  constructor(patterns: readonly string[]) {
    this.#keys = new Set(patterns.filter((pattern) => !pattern.endsWith("*")));
    this.#prefixes = patterns.filter((pattern) => pattern.endsWith("*")).map((pattern) => pattern.slice(0, -1));
  }

  includesKey(key: string): boolean {
    return this.#keys.has(key) || this.includesPrefix(key);
  }

  /** Tells whether a single pattern includes every possible key with the prefix, whether it exists or not. */
  includesPrefix(prefix: string): boolean {
    return this.#prefixes.some((each) => prefix.startsWith(each));
  }
}
