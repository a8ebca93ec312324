import { readFileSync } from "node:fs";
import { keyFault, StorageError } from "@airssys/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { foreignRealm } from "../../test/host-binding.ts";
import { decodeKey, encodeKey, type KeyPart } from "./key-encoding.ts";
import { compareKeys } from "./key-order.ts";
import { escapeText, unescapeText } from "./key-text.ts";

test("a date of another realm is a date", () => {
  expect(encodeKey(foreignRealm.date(5))).toBe(encodeKey(new Date(5)));
});

const RUNS = { numRuns: 5_000 };
const ROOM = 100_000;

/** Text with many of the characters that are written in another way, or stand beside one. */
const special = fc.constantFrom(
  ...'\0\x01\x1f !"#~\x7f\x80\x98\x99\x9f\xa0\xa1az0\ufefd\ufefe\ufeff\uff00\ud7ff\ue000😀',
);
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.array(special, { maxLength: 6 }).map((characters) => characters.join("")),
);
const number = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.constantFrom(0, 1, -1, 0.5, -0.5, 2 ** 53, -(2 ** 53)),
);
const bigint = fc.oneof(
  fc.bigInt(),
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }),
);
const date = fc.date({ noInvalidDate: true });
const { part } = fc.letrec<{ part: KeyPart; tuple: KeyPart[] }>((tie) => ({
  part: fc.oneof({ maxDepth: 3 }, text, number, bigint, date, fc.boolean(), tie("tuple")),
  tuple: fc.array(tie("part"), { maxLength: 4 }),
}));

/** Below 0, 0, or above 0, as the values themselves stand to each other. */
function compare(left: KeyPart, right: KeyPart): number {
  if (Array.isArray(left) && Array.isArray(right)) {
    for (let index = 0; index < Math.min(left.length, right.length); index++) {
      const difference = compare(left[index], right[index]);
      if (difference !== 0) return difference;
    }
    return left.length - right.length;
  }
  if (typeof left === "string" && typeof right === "string") return compareCodePoints(left, right);
  return left < right ? -1 : Number(left > right);
}

function compareCodePoints(left: string, right: string): number {
  const [points, others] = [left, right].map((string) =>
    Array.from(string, (character) => character.codePointAt(0) ?? 0),
  );
  return compare(points as number[], others as number[]);
}

test.each<[string, fc.Arbitrary<KeyPart>]>([
  ["strings", text],
  ["numbers", number],
  ["bigints", bigint],
  ["dates", date],
  ["booleans", fc.boolean()],
  ["tuples of strings", fc.array(text, { maxLength: 3 })],
  ["tuples of numbers and strings", fc.tuple(number, text)],
  ["tuples of tuples", fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 3 })],
])("%s sort as their keys do", (_, arbitrary) => {
  const check = (left: KeyPart, right: KeyPart) => {
    const keys = Math.sign(compareKeys(encodeKey(left, ROOM), encodeKey(right, ROOM)));
    expect(keys).toBe(Math.sign(compare(left, right)));
  };
  fc.assert(fc.property(arbitrary, arbitrary, check), RUNS);
});

test("every key becomes the value that it was made of", () => {
  const check = (value: KeyPart) => {
    expect(decodeKey(encodeKey(value, ROOM))).toEqual(withoutMinusZero(value));
  };
  fc.assert(fc.property(part, check), RUNS);
});

test("two values have the same key only if they are the same", () => {
  const check = (left: KeyPart, right: KeyPart) => {
    const isSame = encodeKey(left, ROOM) === encodeKey(right, ROOM);
    if (isSame) expect(withoutMinusZero(left)).toEqual(withoutMinusZero(right));
  };
  fc.assert(fc.property(part, part, check), RUNS);
});

test("every key obeys the grammar of keys", () => {
  fc.assert(
    fc.property(part, (value) => {
      expect(keyFault(encodeKey(value, ROOM), ROOM)).toBeUndefined();
    }),
    RUNS,
  );
});

test("what decodes is the key that its value has, and anything else is refused", () => {
  const pieces = fc.constantFrom(
    ...'"T|"n|"i|"d|"t|"f|""|!|"a|"0|"01f|"01F|a|p01|n|n00|0|9|c028000000000000|\xa0aa|\xa0bh|\ufefea|\ufefe'.split(
      "|",
    ),
  );
  const made = fc.oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.array(pieces, { maxLength: 8 }).map((all) => all.join("")),
  );
  const check = (key: string) => {
    let value: KeyPart;
    try {
      value = decodeKey(key);
    } catch (error) {
      expect(error).toMatchObject({ name: "StorageError", code: "invalid-key" });
      return;
    }
    expect(encodeKey(value, ROOM)).toBe(key);
  };
  fc.assert(fc.property(made, check), { numRuns: 20_000 });
});

test("the text of a beginning is a prefix of the text of the whole", () => {
  const check = (left: string, right: string) => {
    expect(escapeText(left + right)).toBe(escapeText(left) + escapeText(right));
  };
  fc.assert(fc.property(text, text, check), RUNS);
});

test.each<[string, unknown]>([
  ["NaN", Number.NaN],
  ["what only calls itself a date", { [Symbol.toStringTag]: "Date" }],
  ["an invalid date", new Date(Number.NaN)],
  ["null", null],
  ["undefined", undefined],
  ["an object", {}],
  ["a lone surrogate", "a\ud800"],
  ["a lone surrogate in a tuple", ["\udc00"]],
  ["an array with a hole", new Array(1)],
  ["a bigint of too many digits", 10n ** 255n],
])("%s is no key", (_, value) => {
  expect(() => encodeKey(value as KeyPart, ROOM)).toThrow(expect.objectContaining({ code: "invalid-key" }));
});

test("a key that does not fit says how long it may be", () => {
  expect(encodeKey("é".repeat(128))).toHaveLength(128);
  expect(() => encodeKey("é".repeat(129))).toThrow("at most 256 bytes here, got 258");
  expect(() => encodeKey("users/ada", 5)).toThrow("at most 5 bytes here, got 9");
});

test("tuples are nested 32 deep and no deeper", () => {
  const nested = (depth: number): KeyPart => Array.from({ length: depth }).reduce<KeyPart>((inner) => [inner], "a");
  expect(decodeKey(encodeKey(nested(32)))).toEqual(nested(32));
  expect(() => encodeKey(nested(33))).toThrow(StorageError);
  expect(() => decodeKey('"T'.repeat(100_000))).toThrow(StorageError);
});

test("what no string has for its text is refused", () => {
  for (const wrong of [
    "a b",
    "!",
    '"',
    '"d',
    '"0',
    '"02',
    '"020',
    "\xa0",
    "\xa0bh",
    "\xa0ab\x80",
    "\ufeff",
    "\ufefec",
    "\ud800",
  ]) {
    expect(() => unescapeText(wrong)).toThrow(expect.objectContaining({ code: "invalid-key" }));
  }
});

interface Vector {
  readonly value: unknown;
  readonly key: string;
}

const FORMATS = new URL("../../../../docs/formats/", import.meta.url);
const vectors: readonly Vector[] = JSON.parse(readFileSync(new URL("keys.vectors.json", FORMATS), "utf8"));

test("the published keys are those of their values, in their order", () => {
  for (const { value, key } of vectors) {
    expect(encodeKey(revived(value))).toBe(key);
    expect(decodeKey(key)).toEqual(revived(value));
  }
  expect(vectors.map(({ key }) => key)).toEqual(vectors.map(({ key }) => key).sort(compareKeys));
});

test("the page about keys shows published keys", () => {
  const page = readFileSync(new URL("keys.md", FORMATS), "utf8");
  const shown = Array.from(page.matchAll(/^\| `([^`]+)` +\| `([^`]+)` +\|$/gm), ([, , key]) => key);
  expect(shown.length).toBeGreaterThan(10);
  for (const key of shown) expect(vectors.map((vector) => vector.key)).toContain(key);
});

/** JSON has no bigints, dates and infinities: they are objects with one property. */
function revived(value: unknown): KeyPart {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value as KeyPart;
  if ("bigint" in value) return BigInt(value.bigint as string);
  if ("date" in value) return new Date(value.date as string);
  return Number((value as { number: string }).number);
}

function withoutMinusZero(value: KeyPart): KeyPart {
  if (Array.isArray(value)) return value.map(withoutMinusZero);
  return Object.is(value, -0) ? 0 : value;
}
