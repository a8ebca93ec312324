import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import { StorageError } from "@airssys/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { structuredCodec } from "../src/codecs/structured-codec.ts";
import { Storage } from "../src/storage/storage.ts";
import { foreignRealm } from "./host-binding.ts";

const codec = structuredCodec();

function decoded(value: unknown): unknown {
  return codec.decode(codec.encode(value));
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.replaceAll(" ", "").match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function hex(value: Uint8Array): string {
  return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

test("what JSON does not have comes back as it was", () => {
  const value = {
    nothing: undefined,
    numbers: [
      0,
      -0,
      1,
      -1,
      127,
      128,
      2 ** 53 - 1,
      -(2 ** 53 - 1),
      2 ** 53,
      1.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      5e-324,
    ],
    bigints: [0n, -1n, 1n, 255n, 256n, -256n, -257n, 2n ** 64n, -(2n ** 200n)],
    dates: [new Date(0), new Date("2026-01-01"), new Date(Number.NaN)],
    map: new Map<unknown, unknown>([
      ["a", 1],
      [{ b: 1 }, new Map([[1, 2]])],
      [Number.NaN, undefined],
    ]),
    set: new Set<unknown>([1, "1", 1n, null, undefined, new Set()]),
    texts: ["", "é", "😀", "\0", "a".repeat(63), "a".repeat(64), "\ud800", "a\udc00b", "\ufeffx"],
    binary: [new Uint8Array([1, 2]), new Float64Array([Number.NaN, -0]), new BigInt64Array([-1n]), new ArrayBuffer(3)],
    empty: [[], {}, new Map(), new Set(), new Uint8Array()],
    "odd name\ud800": { __proto__: null, a: 1 },
  };
  expect(decoded(value)).toStrictEqual(value);
});

test("whatever is accepted comes back as it was", () => {
  const values = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withNullPrototype: true,
    stringUnit: "binary",
    maxDepth: 4,
  });
  const check = (value: unknown) => {
    expect(decoded(value)).toStrictEqual(value);
  };
  fc.assert(fc.property(values, check), { numRuns: 3_000 });
});

test("all kinds of views come back as themselves, with their own bytes and no others", () => {
  const buffer = new Uint8Array([9, 9, 9, 9, 9, 9, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9]).buffer;
  const kinds: (new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView)[] = [
    DataView,
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
  ];
  for (const Kind of kinds) {
    const length = Kind === DataView ? 8 : 8 / (Kind as unknown as typeof Int8Array).BYTES_PER_ELEMENT;
    const back = decoded(new Kind(buffer, 8, length)) as ArrayBufferView;
    expect(back.constructor).toBe(Kind);
    expect(new Uint8Array(back.buffer)).toEqual(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]));
  }
});

test("an object that occurs in several places is one object again, and one may hold itself", () => {
  const shared = { a: 1 };
  const loop: Record<string, unknown> = { shared, list: [shared], map: new Map<unknown, unknown>([[shared, shared]]) };
  loop.self = loop;
  (loop.map as Map<unknown, unknown>).set("loop", new Set([loop]));
  const back = decoded(loop) as typeof loop & { list: unknown[]; map: Map<unknown, Set<unknown>> };
  expect(back.self).toBe(back);
  expect(back.list[0]).toBe(back.shared);
  expect(back.map.get(back.shared)).toBe(back.shared);
  expect(back.map.get("loop")?.has(back)).toBe(true);
});

test("a property called __proto__ is a property and no prototype", () => {
  const value = JSON.parse('{"__proto__":{"isAdmin":true},"constructor":1}');
  const back = decoded(value) as Record<string, unknown>;
  expect(Object.keys(back)).toEqual(["__proto__", "constructor"]);
  expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  expect("isAdmin" in back).toBe(false);
});

test("records, arrays and bytes of another realm are as good as one's own", () => {
  const value = foreignRealm.record({ a: foreignRealm.array([foreignRealm.bytes(new Uint8Array([1]))]) });
  expect(decoded(value)).toStrictEqual({ a: [new Uint8Array([1])] });
});

class User {
  readonly name = "Ada";
}
class Names extends Array<string> {}
class Scores extends Map<string, number> {}

const REFUSED: readonly [problem: string, value: unknown][] = [
  ["$ is a function", () => 1],
  ["$.list[1] is a symbol", { list: [0, Symbol("x")] }],
  ["$.user is an instance of User", { user: new User() }],
  ["$ is an instance of Names", Names.from(["a"])],
  ["$ is an instance of Scores", new Scores()],
  ["$ is an instance of Number", new Object(1)],
  ["$ is an instance of RegExp", /a/],
  ["$ is an instance of Error", new Error("x")],
  ["$ is an instance of Buffer", Buffer.from("a")],
  ["$ is an instance of WeakMap", new WeakMap()],
  ["$ is an instance of SharedArrayBuffer", new SharedArrayBuffer(1)],
  ["$ is a resizable ArrayBuffer", new ArrayBuffer(1, { maxByteLength: 2 })],
  ["$.p is a Promise", { p: Promise.resolve(1) }],
  ["$ has holes", new Array(3)],
  ["$ has the property index", Object.assign(["x"], { index: 0 })],
  ["$ has holes", shortened()],
  ["$ has the property Symbol(tag)", Object.assign(["x"], { [Symbol("tag")]: 0 })],
  ["$ has the property raw", ((texts: TemplateStringsArray) => texts)`text`],
  ["$ has the property Symbol(tag)", Object.assign(new Uint8Array(1), { [Symbol("tag")]: 0 })],
  ["$ has the property more", Object.assign(new DataView(new ArrayBuffer(1)), { more: 0 })],
  ["$ has the property more", Object.assign(new Map(), { more: 0 })],
  ["$ has the property Symbol(tag)", { [Symbol("tag")]: 1 }],
  ["$ has the property hidden", Object.defineProperty({ a: 1 }, "hidden", { value: 1 })],
  [
    "$.now is a getter",
    {
      get now() {
        return 1;
      },
    },
  ],
  [
    '$["my map"].keys()[1] is a function',
    {
      "my map": new Map<unknown, unknown>([
        ["a", 1],
        [() => 1, 2],
      ]),
    },
  ],
  ["$.values()[0] is a symbol", new Map([["a", Symbol("x")]])],
  ["$.values()[1] is an instance of User", new Set([1, new User()])],
  ["is nested deeper than 200 levels", nested(201)],
];

/** An array with as many names as it has elements, one of which is a hole. */
function shortened(): unknown {
  return Object.assign(["x"], { length: 2, more: 0 });
}

function nested(levels: number): unknown {
  let value: unknown = "bottom";
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

test.each(REFUSED)("what would be changed is refused: %s", (problem, value) => {
  expect(() => codec.encode(value)).toThrow(problem);
  expect(() => codec.encode(value)).toThrow(StorageError);
});

test("what only says that it is a map is refused", () => {
  const storage = new Storage({ codec: codec });
  const fake = Object.create({ [Symbol.toStringTag]: "Map" });
  expect(() => storage.set("a", fake)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
});

test("as deep as the limit is deep enough", () => {
  expect(decoded(nested(200))).toEqual(nested(200));
  const levels = `01 ${"0c 01 ".repeat(201)}00`;
  expect(() => codec.decode(bytes(levels))).toThrow("nested deeper than 200 levels");
  expect(() => codec.decode(bytes(`01 ${"0c 01 ".repeat(100_000)}00`))).toThrow(StorageError);
});

const MALFORMED: readonly [what: string, hex: string][] = [
  ["nothing", ""],
  ["JSON", "7b 7d"],
  ["another format", "02 80"],
  ["no value", "01"],
  ["something after the value", "01 80 80"],
  ["a first byte that no value has", "01 1e"],
  ["one that is free", "01 20"],
  ["half a float", "01 06 00 00"],
  ["a count that never ends", "01 04 ff ff ff ff ff ff ff ff ff ff ff ff"],
  ["a count that is larger than any", "01 04 80 80 80 80 80 80 80 20"],
  ["a count that is longer than it needs to be", "01 04 80 00"],
  ["a negative number that is no safe integer", "01 05 ff ff ff ff ff ff ff 0f"],
  ["a big integer with a zero in front", "01 07 02 00 01"],
  ["a text that ends too early", "01 43 61"],
  ["a text that is not UTF-8", "01 42 c3 28"],
  ["a text with a surrogate in UTF-8", "01 43 ed a0 80"],
  ["a long text that is short", "01 09 01 61"],
  ["a text of units that is longer than its bytes", "01 0a ff ff ff ff 0f 00"],
  ["a text of units that are well-formed", "01 0a 01 00 61"],
  ["a date that there cannot be", "01 0b 7f f0 00 00 00 00 00 00"],
  ["a date with half a millisecond", "01 0b 3f e0 00 00 00 00 00 00"],
  ["an array of more than there is", "01 0c ff ff ff ff 7f"],
  ["a record of more than there is", "01 0d ff ff ff ff 7f"],
  ["a record whose name is no text", "01 0d 01 80 80"],
  ["a record with a name twice", "01 0d 02 41 61 80 41 61 81"],
  ["a map of more than there is", "01 0f ff ff ff ff 7f"],
  ["a map with a key twice", "01 0f 02 80 80 80 81"],
  ["a set of more than there is", "01 10 ff ff ff ff 7f"],
  ["a set with a value twice", "01 10 02 80 80"],
  ["a buffer of more than there is", "01 11 ff ff ff ff 7f"],
  ["a view of more than there is", "01 14 ff ff ff ff 7f"],
  ["a view with half an element", "01 16 01 00"],
  ["a reference to nothing", "01 1f 00"],
  ["a reference to what comes later", "01 0c 02 1f 01 0c 00"],
];

test.each(MALFORMED)("%s is a typed error", (_, text) => {
  expect(() => codec.decode(bytes(text))).toThrow(
    expect.objectContaining({ name: "StorageError", code: "invalid-argument" }),
  );
});

test("whatever bytes come, they are a value that is kept or a typed error", () => {
  const tags = fc.constantFrom(...bytes("00 01 06 07 0a 0b 0c 0d 0e 0f 10 11 12 14 16 1d 1f 40 41 61 80 81 ff"));
  const tail = fc.array(fc.oneof(tags, fc.integer({ min: 0, max: 255 })), { maxLength: 40 });
  const check = (rest: number[]) => {
    let value: unknown;
    try {
      value = codec.decode(new Uint8Array([1, ...rest]));
    } catch (error) {
      expect(error).toBeInstanceOf(StorageError);
      return;
    }
    expect(decoded(value)).toStrictEqual(value);
  };
  fc.assert(fc.property(tail, check), { numRuns: 20_000 });
});

test("every beginning of good bytes is a typed error, and so is every good value with a bit turned over or a value that is kept", () => {
  const good = codec.encode({
    a: [1, 1.5, 2n ** 70n, "text"],
    m: new Map([["k", new Set([new Date(0)])]]),
    u: new Uint16Array(3),
  });
  for (let length = 0; length < good.length; length++) {
    expect(() => codec.decode(good.slice(0, length))).toThrow(StorageError);
  }
  for (let bit = 0; bit < good.length * 8; bit++) {
    const bad = good.slice();
    bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    try {
      const value = codec.decode(bad);
      expect(decoded(value)).toStrictEqual(value);
    } catch (error) {
      expect(error).toBeInstanceOf(StorageError);
    }
  }
});

const PAGE = readFileSync(new URL("../../../docs/formats/structured.md", import.meta.url), "utf8");
const vectors = Array.from(
  PAGE.matchAll(/^\| `([^`]+)` +\| `((?:[0-9a-f]{2} ?)+)` +\|$/gm),
  ([, value = "", published = ""]) => ({
    value,
    published,
  }),
);

test("the page about the format has examples of every kind", () => {
  const first = new Set(vectors.map(({ published }) => Number.parseInt(published.split(" ")[1] ?? "", 16)));
  const kinds = Array.from({ length: 0x1e }, (_, tag) => tag);
  expect([...first].filter((tag) => tag < 0x40).toSorted((left, right) => left - right)).toEqual(kinds);
});

test.each(vectors)("$value is published as it is written", ({ value, published }) => {
  const example: unknown = runInThisContext(`(${value})`);
  expect(hex(codec.encode(example))).toBe(published);
  expect(decoded(example)).toStrictEqual(example);
});
