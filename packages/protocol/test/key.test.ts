import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { componentIdFault, keyFault, namespaceFault, prefixFault } from "../src/index.ts";

/** The grammar once more, slow and obvious. */
function isGoodKey(key: string, bytesMax: number): boolean {
  const bytes = Buffer.byteLength(key);
  const hasControl = [...key].some((character) => {
    const point = character.codePointAt(0) ?? 0;
    return point <= 0x1f || (point >= 0x7f && point <= 0x9f);
  });
  return bytes >= 1 && bytes <= bytesMax && !hasControl && key.isWellFormed() && !key.startsWith("\u{feff}");
}

const anyString = fc.oneof(
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({
    unit: fc.constantFrom("a", "é", "€", "\u{1f600}", "\u{d800}", "\u{dc00}", "\u{7f}", "\u{9f}", "\u{a0}", "\u{feff}"),
  }),
);

describe("the key grammar", () => {
  it("takes exactly what its slow and obvious definition takes", () => {
    fc.assert(
      fc.property(anyString, fc.integer({ min: 1, max: 60 }), (key, bytesMax) => {
        expect(keyFault(key, bytesMax) === undefined).toBe(isGoodKey(key, bytesMax));
      }),
      { numRuns: 5_000 },
    );
  });

  it("is that of prefixes, except that a prefix may be empty", () => {
    expect(prefixFault("")).toBeUndefined();
    fc.assert(fc.property(anyString, (key) => key === "" || prefixFault(key) === keyFault(key)));
  });

  it.each([
    ["", "must not be empty"],
    ["a\u{1b}", "must not contain control characters, found U+001B at index 1"],
    ["\u{1f600}\u{9f}", "must not contain control characters, found U+009F at index 2"],
    ["x\u{dc00}", "must be well-formed Unicode, found the lone surrogate U+DC00 at index 1"],
    ["\u{feff}", "must not begin with a byte order mark (U+FEFF)"],
    ["€".repeat(86), "must be at most 256 bytes of UTF-8, got 258"],
  ])("says of %j which rule it breaks", (key, rule) => {
    expect(keyFault(key)).toBe(rule);
  });

  it("takes a key of exactly as many bytes as it may have", () => {
    expect(keyFault("\u{1f600}".repeat(64))).toBeUndefined();
    expect(keyFault(`${"\u{1f600}".repeat(64)}a`)).toBe("must be at most 256 bytes of UTF-8, got 257");
  });
});

describe("the ids of components and the names of namespaces", () => {
  it.each(["a", "A1", "my-component", "a.b_c-d", "x".repeat(128)])("take %s", (id) => {
    expect(componentIdFault(id)).toBeUndefined();
    for (const name of [`component:${id}`, `app:${id}`, `user:${id}`, `org/${id}`])
      expect(namespaceFault(name)).toBeUndefined();
  });

  it.each(["", "-a", ".", "a:b", "a/b", "a b", "é", "a\n", "x".repeat(129)])("refuse %j", (id) => {
    expect(componentIdFault(id)).toBeTypeOf("string");
    expect(namespaceFault(`app:${id}`)).toBeTypeOf("string");
  });

  it("are no names without a kind", () => {
    expect(namespaceFault("system")).toBeUndefined();
    expect(namespaceFault("shared")).toBe('must be component:ID, app:ID, user:ID, org/ID or system, got "shared"');
  });

  it("never begin each other once they have ended, so that namespaces stored side by side cannot touch", () => {
    const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,5}$/);
    const name = fc.oneof(
      fc.constant("system"),
      fc.tuple(fc.constantFrom("component:", "app:", "user:", "org/"), id).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(namespaceFault(one)).toBeUndefined();
        expect(`${one}:`.startsWith(`${other}:`)).toBe(one === other);
      }),
      { numRuns: 2_000 },
    );
  });
});
