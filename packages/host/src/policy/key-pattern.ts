import { keyFault, prefixFault } from "@airssys/protocol";

/**
 * Key patterns narrow a grant.
 *
 *     pattern := key            that key alone
 *              | prefix "*"     every key that begins with the prefix, which may be empty
 *
 * A `*` stands at the end or nowhere: a key that holds one can only be meant by a prefix.
 */

/** Most patterns of one grant: each operation is compared with all of them. */
export const KEY_PATTERNS_MAX = 100;

/** The rule that a key pattern breaks, or `undefined` for a good one. */
export function keyPatternFault(pattern: string, keyBytesMax?: number): string | undefined {
  const star = pattern.indexOf("*");
  if (star === -1) return keyFault(pattern, keyBytesMax);
  if (star < pattern.length - 1) return 'must be a key, or a prefix and one "*" at its end';
  return prefixFault(pattern.slice(0, -1), keyBytesMax);
}

/** The narrowest pattern that includes a key. */
export function patternOfKey(key: string): string {
  return key.includes("*") ? patternOfPrefix(key) : key;
}

/** The narrowest pattern that includes every key with a prefix. */
export function patternOfPrefix(prefix: string): string {
  const star = prefix.indexOf("*");
  return `${star === -1 ? prefix : prefix.slice(0, star)}*`;
}

/** The keys that a grant is about, by patterns that have passed {@link keyPatternFault}. */
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

  /** Whether one pattern includes every key with the prefix, those that do not exist too. */
  includesPrefix(prefix: string): boolean {
    return this.#prefixes.some((each) => prefix.startsWith(each));
  }
}
