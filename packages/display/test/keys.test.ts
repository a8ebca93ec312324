import { encodeKey, escapeText, type KeyPart } from "@airssys/storage/keys";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import vectors from "../../../docs/formats/collections.vectors.json" with { type: "json" };
import { describeCollections, describeKey } from "../src/index.ts";

/** Compiled once: it takes a while. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe("keys", () => {
  test.each([
    ["notes/1", "notes/1"],
    ["a\u202eb", "a\\u202eb"],
    ["ages!mada", 'ages["ada"]'],
    ['m!m"Ta!"nc000000000000000!', 'm[["a", 2]]'],
    ['my"atags!s""', 'my tags[""]'],
    ['users!m byAge!"nc042000000000000!u1', 'users.byAge[36] → "u1"'],
    ["users!m byName!Ada", 'users.byName["Ada"]'],
    ["q!qZ8", "q[-1]"],
    ['due!p"nbff0000000000000!a1', "due[1][1]"],
    ["tags!ufruit!sapple", 'tags["fruit"]["apple"]'],
    ["visits!n", "visits"],
    ["carts!Mada!mpears", 'carts["ada"]["pears"]'],
    ['rooms!M"Ta!!Mx!n', 'rooms[["a"]]["x"]'],
    ["rounds!Va0", "rounds[0]"],
    ["rounds!Va0!sada", 'rounds[0]["ada"]'],
    ['t!m"dc279b76daa800000', "t[2026-01-01T00:00:00.000Z]"],
  ])("%s is %s", (key, text) => {
    expect(describeKey(key).text).toBe(text);
  });

  test.each([
    "hello!world",
    "a!m",
    "a!",
    "!mx",
    "a b!mx",
    "v!va00",
    "v!vx",
    "n!nx",
    "c!c!",
    'm!m"x',
    "m!m x",
    "s!s x!y",
    "u!ux",
    "u!ux!my",
    "M!Mx",
    "M!Mx!",
    "V!Va0!x",
    "p!pa",
    `M!${"Ma!".repeat(80)}`,
  ])("%s is of no collection", (key) => {
    expect(describeKey(key)).toEqual({ text: key, collection: undefined });
  });

  test("every key and name comes back as it was", () => {
    const part: fc.Arbitrary<KeyPart> = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.double({ noNaN: true }).map((number) => number + 0),
      fc.bigInt(-1_000_000_000_000n, 1_000_000_000_000n),
      fc.boolean(),
      fc.tuple(fc.string({ unit: "grapheme", maxLength: 5 }), fc.integer()),
    );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), part, part, (name, outer, inner) => {
        const key = `${escapeText(name)}!M${encodeKey(outer)}!m${encodeKey(inner)}`;
        expect(describeKey(key).collection).toMatchObject({
          name,
          classes: ["MapOf", "StorageMap"],
          path: [outer, inner],
          prefix: key.slice(0, key.length - encodeKey(inner).length),
        });
      }),
    );
  });

  test("no text of a key holds what cannot be seen", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (key) => {
        expect(describeKey(key).text).not.toMatch(UNSEEN);
      }),
    );
  });
});

describe("collections", () => {
  test.each([
    ["ages", "ages: StorageMap, 2 entries"],
    ["m", "m: StorageMap, 3 entries"],
    ["my tags", "my tags: StorageSet, 2 entries"],
    ["users", "users: IndexedMap, 1 entry, indexes byAge, byName"],
    ["v", "v: StorageVector, 2 entries"],
    ["q", "q: StorageQueue, 2 entries"],
    ["due", "due: PriorityQueue, 2 entries"],
    ["tags", "tags: MultiMap, 2 entries"],
    ["visits", "visits: Counter"],
    ["settings", "settings: Cell"],
    ["carts", "carts: MapOf of StorageMap, 1 entry"],
    ["rooms", "rooms: MapOf of MapOf of Counter, 1 entry"],
    ["rounds", "rounds: VectorOf of StorageSet, 1 entry"],
  ])("%s of the published examples", (name, text) => {
    const keys = vectors.flatMap(({ stored }) => Object.keys(stored));
    expect(describeCollections(keys).find((each) => each.name === name)?.text).toBe(text);
  });

  test("every published example is one, and all of its keys belong to it", () => {
    for (const { stored } of vectors) {
      const keys = Object.keys(stored);
      const collections = describeCollections(keys);
      expect(collections.map(({ keys }) => keys)).toEqual([keys.length]);
      for (const key of keys) expect(key.startsWith(collections[0]!.prefix)).toBe(true);
    }
  });

  test("kinds that share a name are apart, and other keys are passed over", () => {
    const found = describeCollections(["a/1", "a!m1", "a!mx", "a!s1", "b"]);
    expect(found.map(({ text }) => text)).toEqual(["a: StorageMap, 2 entries", "a: StorageSet, 1 entry"]);
  });
});
