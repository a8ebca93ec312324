import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KeyPatterns, keyPatternFault, patternForKey, patternForPrefix } from "./key-pattern.ts";

/** Few characters, so that keys and patterns often meet. */
const text = fc.string({ unit: fc.constantFrom("a", "b", "/", "é", "\u{1f600}"), minLength: 1, maxLength: 4 });
const pattern = fc.oneof(
  text,
  text.map((prefix) => `${prefix}*`),
);

/** A pattern as one would explain it. */
function includes(each: string, key: string): boolean {
  if (!each.endsWith("*")) return each === key;
  const prefix = each.slice(0, -1);
  return key.slice(0, prefix.length) === prefix;
}

describe("key patterns", () => {
  it.each(["a", "users/*", "*", "a key with spaces", "é/\u{1f600}*", "x".repeat(256)])("may be %j", (good) => {
    expect(keyPatternFault(good)).toBeUndefined();
  });

  it.each([
    ["", "must not be empty"],
    ["a*b", 'must be a key, or a prefix and one "*" at its end'],
    ["a**", 'must be a key, or a prefix and one "*" at its end'],
    ["*a", 'must be a key, or a prefix and one "*" at its end'],
    ["a\nb", "must not contain control characters, found U+000A at index 1"],
    ["\u{d800}*", "must be well-formed Unicode, found the lone surrogate U+D800 at index 0"],
    ["x".repeat(257), "must be at most 256 bytes of UTF-8, got 257"],
    [`${"é".repeat(129)}*`, "must be at most 256 bytes of UTF-8, got 258"],
  ])("may not be %j, and name the rule", (bad, rule) => {
    expect(keyPatternFault(bad)).toBe(rule);
  });

  it("include a key if and only if one of them does", () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 4 }), text, (patterns, key) => {
        expect(new KeyPatterns(patterns).includesKey(key)).toBe(patterns.some((each) => includes(each, key)));
      }),
    );
  });

  it("include a prefix only if they include every key that begins with it", () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 4 }), text, fc.array(text), (patterns, prefix, ends) => {
        const matcher = new KeyPatterns(patterns);
        const keys = [prefix, ...ends.map((end) => prefix + end)];
        if (matcher.includesPrefix(prefix)) expect(keys.every((key) => matcher.includesKey(key))).toBe(true);
        else expect(patterns.some((each) => each.endsWith("*") && includes(each, prefix))).toBe(false);
      }),
    );
  });

  it("do not include a prefix that only two of them together cover", () => {
    expect(new KeyPatterns(["a/b*", "a/c*"]).includesPrefix("a/")).toBe(false);
  });

  it("have a narrowest one for each key and prefix, which is valid and includes it", () => {
    const anyText = fc.string({ unit: fc.constantFrom("a", "/", "*"), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(anyText, (key) => {
        for (const narrowest of [patternForKey(key), patternForPrefix(key)]) {
          expect(keyPatternFault(narrowest)).toBeUndefined();
          expect(new KeyPatterns([narrowest]).includesKey(key)).toBe(true);
        }
        expect(new KeyPatterns([patternForPrefix(key)]).includesPrefix(key)).toBe(true);
      }),
    );
    expect(patternForKey("users/bob")).toBe("users/bob");
    expect(patternForKey("a*b")).toBe("a*");
    expect(patternForPrefix("")).toBe("*");
  });
});
