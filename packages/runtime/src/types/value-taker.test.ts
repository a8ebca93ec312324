import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "./fault.ts";
import { type TakingOptions, ValueTaker } from "./value-taker.ts";
import { referencedTypes, type WitType } from "./wit-type.ts";

const EXACT: TakingOptions = { isExact: true, isCopied: true, passesHandles: false };

/** Takes a value by the last type of a table, and returns the message of its fault. */
function faultOf(types: readonly WitType[], value: unknown, options = EXACT): string | undefined {
  const taken = new ValueTaker(types, options).take(types.length - 1, value);
  return taken instanceof Fault ? taken.message("x") : undefined;
}

const NOTE: readonly WitType[] = [
  { kind: "string" },
  { kind: "u64" },
  { kind: "option", of: 1 },
  {
    kind: "record",
    fields: [
      { name: "title", type: 0 },
      { name: "dueDate", type: 2 },
    ],
  },
  { kind: "list", of: 3 },
];

describe("a value that is not of its type", () => {
  it("is described by its message if it is an error", () => {
    const problem = 'x: expected { tag, val } with a tag of ok, err, got an error: "it is gone"';
    expect(faultOf([{ kind: "result", ok: null, error: null }], new RangeError("it is gone"))).toBe(problem);
  });

  it.each<[string, readonly WitType[], unknown, string]>([
    ["a number below its range", [{ kind: "u32" }], -5, "x: expected u32, got -5"],
    ["a number that is not whole", [{ kind: "u8" }], 1.5, "x: expected u8, got 1.5"],
    ["a number beyond its range", [{ kind: "s8" }], 128, "x: expected s8, got 128"],
    ["no number", [{ kind: "f64" }], "1", 'x: expected f64, got "1"'],
    ["NaN", [{ kind: "u32" }], Number.NaN, "x: expected u32, got NaN"],
    ["a number for a bigint", [{ kind: "u64" }], 5, "x: expected u64 (a bigint), got 5"],
    ["a bigint for a number", [{ kind: "u32" }], 5n, "x: expected u32, got 5n"],
    ["a bigint below its range", [{ kind: "u64" }], -1n, "x: expected u64 (a bigint), got -1n"],
    [
      "a huge bigint",
      [{ kind: "s64" }],
      1n << 1_000_000n,
      "x: expected s64 (a bigint), got a bigint of more than 128 bits",
    ],
    ["a number for a bool", [{ kind: "bool" }], 1, "x: expected bool, got 1"],
    ["two characters", [{ kind: "char" }], "ab", 'x: expected char (one character), got "ab"'],
    ["half a character", [{ kind: "char" }], "\ud800", 'x: expected char (one character), got "\\ud800"'],
    ["no character", [{ kind: "char" }], "", 'x: expected char (one character), got ""'],
    [
      "text with half a character",
      [{ kind: "string" }],
      "a\udc00",
      'x: expected string, got "a\\udc00", in which half of a surrogate pair is missing',
    ],
    ["a text object", [{ kind: "string" }], new Object("a"), "x: expected string, got an object of kind String"],
    ["a symbol", [{ kind: "string" }], Symbol("a"), "x: expected string, got a symbol"],
    [
      "an unknown case",
      [{ kind: "enum", names: ["red", "blue"] }],
      "purple",
      'x: expected one of red, blue, got "purple"',
    ],
    ["a case of all objects", [{ kind: "enum", names: ["red"] }], "toString", 'x: expected one of red, got "toString"'],
    [
      "an unknown flag",
      [{ kind: "flags", names: ["canRead"] }],
      { "can-read": true },
      'x["can-read"]: expected only canRead, got true',
    ],
    ["a flag that is no bool", [{ kind: "flags", names: ["exec"] }], { exec: 1 }, "x.exec: expected bool, got 1"],
    ["no flags", [{ kind: "flags", names: ["exec"] }], null, "x: expected flags { exec }, got null"],
    ["a missing field", NOTE, [{ dueDate: 1n }], "x[0].title: expected string, got undefined"],
    ["an unknown field", NOTE, [{ title: "", extra: 5 }], "x[0].extra: expected only title, dueDate, got 5"],
    ["a deep part", NOTE, [{ title: "" }, { title: "", dueDate: 7 }], "x[1].dueDate: expected u64 (a bigint), got 7"],
    ["a promise", NOTE, Promise.resolve([]), "x: expected list (an array), got an object of kind Promise"],
    [
      "a record that is a map",
      NOTE,
      [new Map()],
      "x[0]: expected record { title, dueDate }, got an object of kind Map",
    ],
    ["a record that is a list", NOTE, [[]], "x[0]: expected record { title, dueDate }, got a list of 0"],
    ["a set for a list", NOTE, new Set(), "x: expected list (an array), got an object of kind Set"],
    [
      "a list with a hole",
      [{ kind: "bool" }, { kind: "option", of: 0 }, { kind: "list", of: 1 }],
      new Array(2),
      "x[0]: expected an item, got a hole",
    ],
    [
      "a tuple that is too short",
      [{ kind: "u8" }, { kind: "tuple", of: [0, 0] }],
      [1],
      "x: expected tuple (an array of 2), got a list of 1",
    ],
    [
      "a tuple with a wrong part",
      [{ kind: "u8" }, { kind: "tuple", of: [0, 0] }],
      [1, 300],
      "x[1]: expected u8, got 300",
    ],
    [
      "a list of another length",
      [{ kind: "bool" }, { kind: "list", of: 0, length: 2 }],
      [true],
      "x: expected a list of 2, got one of 1",
    ],
    [
      "an unknown tag",
      [{ kind: "variant", cases: [{ name: "a", type: null }] }],
      { tag: "b" },
      'x: expected { tag, val } with a tag of a, got the tag "b"',
    ],
    [
      "a value where there is none",
      [{ kind: "variant", cases: [{ name: "a", type: null }] }],
      { tag: "a", val: 1 },
      "x.val: expected nothing, since a has no value, got 1",
    ],
    [
      "a result with a wrong value",
      [{ kind: "u8" }, { kind: "result", ok: 0, error: null }],
      { tag: "ok" },
      "x.val: expected u8, got undefined",
    ],
    [
      "an option of an option without a tag",
      [{ kind: "u8" }, { kind: "option", of: 0 }, { kind: "option", of: 1 }],
      5,
      "x: expected { tag, val } with a tag of none, some, got 5",
    ],
    [
      "a resource",
      [{ kind: "resource" }, { kind: "own", of: 0 }],
      {},
      "x: expected no own: none can pass in or out where this component runs, got an object",
    ],
  ])("is reported with its path, the expected type and the value: %s", (_what, types, value, problem) => {
    expect(faultOf(types, value)).toBe(problem);
  });

  it("has a message of bounded length, whatever it contains", () => {
    const deep = Array.from(
      { length: 90 },
      (_each, of): WitType => (of === 0 ? { kind: "u8" } : { kind: "tuple", of: [of - 1] }),
    );
    const nested = deep.slice(1).reduce<unknown>((inner) => [inner], "x".repeat(1_000_000));
    const names = Array.from({ length: 10_000 }, (_each, index) => `case-${index}`);
    const stranger = { title: "", ["n".repeat(1_000_000)]: "v".repeat(1_000_000) };
    for (const message of [faultOf(deep, nested), faultOf([{ kind: "enum", names }], "x"), faultOf(NOTE, [stranger])]) {
      expect(message).toMatch(/^x/);
      expect(message?.length).toBeLessThan(700);
    }
  });

  it("is refused when it has more parts than allowed, even if most of them are the same object", () => {
    const types: WitType[] = [{ kind: "bool" }];
    for (let of = 0; of < 40; of++) types.push({ kind: "tuple", of: [of, of] });
    let value: unknown = true;
    for (let level = 0; level < 40; level++) value = [value, value];
    expect(faultOf(types, value, { ...EXACT, valuesMax: 10_000 })).toContain(
      "expected no more than 10000 values, got more",
    );
    const limited = { ...EXACT, valuesMax: 10_000 };
    const texts: readonly WitType[] = [{ kind: "string" }, { kind: "list", of: 0 }];
    expect(faultOf(texts, new Array(10).fill("\u{100}".repeat(100_000)), limited)).toContain("values, got more");
    const lists: readonly WitType[] = [{ kind: "u16" }, { kind: "list", of: 0 }, { kind: "list", of: 1 }];
    expect(faultOf(lists, new Array(10).fill(new Array(2_000).fill(1)), limited)).toContain("values, got more");
  });
});

const BYTES: readonly WitType[] = [{ kind: "u8" }, { kind: "list", of: 0 }];
const SHORTS: readonly WitType[] = [{ kind: "u16" }, { kind: "list", of: 0 }];

describe("a list of bytes", () => {
  const detached = new Uint8Array(3);
  structuredClone(detached, { transfer: [detached.buffer] });

  it.each<[string, unknown, string]>([
    ["an object with a length", { byteLength: 640 }, "got an object"],
    ["a text", "text", 'got "text"'],
    ["an array", [1, 2], "got a list of 2"],
    ["a buffer", new ArrayBuffer(3), "got an object of kind ArrayBuffer"],
    ["another view", new DataView(new ArrayBuffer(3)), "got an object of kind DataView"],
    ["other numbers", new Int8Array(3), "got an object of kind Int8Array"],
    [
      "one that says that it is bytes",
      { [Symbol.toStringTag]: "Uint8Array", length: 9 },
      "got an object of kind Uint8Array",
    ],
    ["shared memory", new Uint8Array(new SharedArrayBuffer(3)), "got a Uint8Array on memory that is shared"],
    [
      "memory that can be resized",
      new Uint8Array(new ArrayBuffer(3, { maxByteLength: 9 })),
      "got a Uint8Array on memory that can be resized",
    ],
    ["memory that is gone", detached, "got a Uint8Array on memory that was transferred elsewhere"],
  ])("cannot be %s", (_what, value, problem) => {
    expect(faultOf(BYTES, value)).toContain(problem);
  });

  it("is copied without the rest of a larger buffer, from a Buffer too", () => {
    const taker = new ValueTaker(BYTES, EXACT);
    const whole = Uint8Array.of(1, 2, 3, 4);
    const taken = taker.take(1, whole.subarray(1, 3)) as Uint8Array;
    whole.fill(9);
    expect(taken).toEqual(Uint8Array.of(2, 3));
    expect(taken.buffer.byteLength).toBe(2);
    expect(taker.take(1, Buffer.from("ab"))).toEqual(Uint8Array.of(97, 98));
  });
});

describe("a list of other numbers", () => {
  it("may be an array or the matching typed array", () => {
    const taker = new ValueTaker(SHORTS, EXACT);
    expect(taker.take(1, [1, -0, 65_535])).toEqual(Uint16Array.of(1, 0, 65_535));
    expect(taker.take(1, Uint16Array.of(7))).toEqual(Uint16Array.of(7));
    expect(faultOf(SHORTS, [1, 65_536])).toBe("x[1]: expected u16, got 65536");
    expect(faultOf(SHORTS, new Array(2))).toBe("x[0]: expected u16, got undefined");
    expect(faultOf(SHORTS, Uint32Array.of(7))).toContain("got an object of kind Uint32Array");
  });
});

describe("a value", () => {
  it("is read once, so that no getter can change it after the check", () => {
    let reads = 0;
    const value = {
      get title() {
        return reads++ === 0 ? "first" : 7;
      },
    };
    expect(new ValueTaker(NOTE, EXACT).take(3, value)).toEqual({ title: "first" });
    expect(reads).toBe(1);
  });

  it("may be an instance of a class, whose inherited methods are no fields", () => {
    class Note {
      get title() {
        return "of a class";
      }
    }
    const named: readonly WitType[] = [
      { kind: "string" },
      { kind: "option", of: 0 },
      { kind: "record", fields: [{ name: "toString", type: 1 }] },
    ];
    expect(new ValueTaker(NOTE, EXACT).take(3, new Note())).toEqual({ title: "of a class" });
    expect(new ValueTaker(named, EXACT).take(2, {})).toEqual({});
  });

  it("of a guest may have more fields than its type, which are dropped", () => {
    const taker = new ValueTaker(NOTE, { ...EXACT, isExact: false });
    expect(taker.take(3, { title: "a", extra: 1 })).toEqual({ title: "a", dueDate: undefined });
  });
});

/** Generates rows of a table, each of which may refer to those before it. */
const TABLE: fc.Arbitrary<readonly WitType[]> = fc
  .array(fc.tuple(fc.nat(20), fc.array(fc.nat(), { minLength: 1, maxLength: 3 })), { minLength: 1, maxLength: 12 })
  .map((seeds) => {
    const types: WitType[] = [];
    for (const [kind, refs] of seeds) types.push(rowOf(kind, refs, types.length));
    return types;
  });

const PLAIN = ["bool", "char", "string", "u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64", "f32", "f64"] as const;

function rowOf(kind: number, refs: readonly number[], count: number): WitType {
  const places = refs.map((ref) => ref % Math.max(1, count));
  const [of = 0] = places;
  const plain = PLAIN[kind];
  if (count === 0 || plain !== undefined) return { kind: plain ?? "u32" };
  const named = places.map((type, index) => ({ name: `f${index}`, type }));
  const names = named.map(({ name }) => name);
  const rows: readonly WitType[] = [
    { kind: "list", of },
    { kind: "option", of },
    { kind: "tuple", of: places },
    { kind: "result", ok: of, error: places[1] ?? null },
    { kind: "record", fields: named },
    { kind: "variant", cases: [...named, { name: "none", type: null }] },
    { kind: "enum", names },
    { kind: "flags", names },
  ];
  return rows[kind - PLAIN.length] ?? { kind: "u32" };
}

/** Generates values of a type, in the form in which they are taken. */
function valuesOf(types: readonly WitType[], index: number): fc.Arbitrary<unknown> {
  const type = types[index] ?? { kind: "unknown" };
  const inner = (of: number) => valuesOf(types, of);
  switch (type.kind) {
    case "bool":
      return fc.boolean();
    case "char":
      return fc.string({ unit: "binary", minLength: 1, maxLength: 1 });
    case "string":
      return fc.string({ unit: "binary", maxLength: 5 });
    case "u64":
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    case "s64":
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case "f32":
      return fc.float();
    case "f64":
      return fc.double();
    case "list":
      return listsOf(types[type.of]?.kind, inner(type.of));
    case "option":
      if (types[type.of]?.kind !== "option") return fc.option(inner(type.of), { nil: undefined });
      return fc.oneof(fc.constant({ tag: "none" }), fc.record({ tag: fc.constant("some"), val: inner(type.of) }));
    case "tuple":
      return fc.tuple(...type.of.map(inner));
    case "result":
      return fc.oneof(
        fc.record({ tag: fc.constant("ok"), val: type.ok === null ? fc.constant(undefined) : inner(type.ok) }),
        fc.record({ tag: fc.constant("err"), val: type.error === null ? fc.constant(undefined) : inner(type.error) }),
      );
    case "record":
      return fc.record(Object.fromEntries(type.fields.map((field) => [field.name, inner(field.type)])));
    case "variant":
      return fc.oneof(
        ...type.cases.map((each) =>
          each.type === null
            ? fc.constant({ tag: each.name })
            : fc.record({ tag: fc.constant(each.name), val: inner(each.type) }),
        ),
      );
    case "enum":
      return fc.constantFrom(...type.names);
    case "flags":
      return fc.record(Object.fromEntries(type.names.map((name) => [name, fc.boolean()])));
    default:
      return fc.integer(RANGES[type.kind] ?? {});
  }
}

const RANGES: Readonly<Record<string, { min: number; max: number }>> = {
  u8: { min: 0, max: 255 },
  s8: { min: -128, max: 127 },
  u16: { min: 0, max: 65_535 },
  s16: { min: -32_768, max: 32_767 },
  u32: { min: 0, max: 2 ** 32 - 1 },
  s32: { min: -(2 ** 31), max: 2 ** 31 - 1 },
};

function listsOf(kind: string | undefined, items: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const List = LISTS[kind ?? ""];
  const lists = fc.array(items, { maxLength: 3 });
  return List === undefined ? lists : lists.map((each) => new List(each as never[]));
}

const LISTS: Readonly<Record<string, new (items: never[]) => unknown>> = {
  u8: Uint8Array,
  s8: Int8Array,
  u16: Uint16Array,
  s16: Int16Array,
  u32: Uint32Array,
  s32: Int32Array,
  u64: BigUint64Array,
  s64: BigInt64Array,
  f32: Float32Array,
  f64: Float64Array,
};

/** A value of no type. */
const WRONG = Symbol("wrong");

/** Generates every way to put something wrong into a value, each with its path. */
function mutations(value: unknown): { readonly path: string; readonly mutant: unknown }[] {
  const whole = { path: "x", mutant: WRONG };
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [whole];
  const members = Object.entries(value).flatMap(([name, member]) =>
    name === "tag" || (name === "val" && member === undefined)
      ? []
      : mutations(member).map(({ path, mutant }) => ({
          path: `x${Array.isArray(value) ? `[${name}]` : `.${name}`}${path.slice(1)}`,
          mutant: Array.isArray(value) ? value.with(Number(name), mutant) : { ...value, [name]: mutant },
        })),
  );
  return [whole, ...members];
}

const ANY = TABLE.chain((types) => valuesOf(types, types.length - 1).map((value) => ({ types, value })));

describe("values of any type", () => {
  it("are copied unchanged, and share nothing with the original", () => {
    fc.assert(
      fc.property(ANY, ({ types, value }) => {
        const taken = new ValueTaker(types, EXACT).take(types.length - 1, value);
        expect(taken).toEqual(value);
        if (typeof value === "object" && value !== null) expect(taken).not.toBe(value);
      }),
      { numRuns: 1_000 },
    );
  });

  it("are refused with the path of their wrong part, however deep it is", () => {
    fc.assert(
      fc.property(ANY, fc.nat(), ({ types, value }, seed) => {
        const all = mutations(value);
        const { path, mutant } = all[seed % all.length] ?? expect.unreachable("there is one at least");
        const problem = faultOf(types, mutant) ?? "nothing is wrong";
        expect(problem.slice(0, problem.indexOf(": expected"))).toBe(path);
      }),
      { numRuns: 1_000 },
    );
  });

  it("refer to types that come before them in the table", () => {
    fc.assert(
      fc.property(TABLE, (types) => {
        for (const [index, type] of types.entries())
          for (const ref of referencedTypes(type)) expect(ref).toBeLessThan(index);
      }),
    );
  });
});
