import { type } from "arktype";
import * as v from "valibot";
import { beforeEach, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { encodeUtf8 } from "../src/bytes/utf8.ts";
import { bytesCodec } from "../src/codecs/bytes-codec.ts";
import { jsonCodec } from "../src/codecs/json-codec.ts";
import { schemaCodec } from "../src/codecs/schema-codec.ts";
import type { StandardSchema } from "../src/codecs/standard-schema.ts";
import { structuredCodec } from "../src/codecs/structured-codec.ts";
import { textCodec } from "../src/codecs/text-codec.ts";
import { versionedCodec } from "../src/codecs/versioned-codec.ts";
import { Storage } from "../src/storage/storage.ts";
import { clock, failNextWith, hostCallsOf, inCall, raw, reset } from "./host-binding.ts";

beforeEach(reset);

interface User {
  name: string;
  age: number;
}

const refused = expect.objectContaining({ code: "invalid-argument" });
const anything = new Storage();

const USERS: readonly [string, StandardSchema<User>][] = [
  ["zod", z.object({ name: z.string(), age: z.number().int().min(0) })],
  ["valibot", v.object({ name: v.string(), age: v.pipe(v.number(), v.integer(), v.minValue(0)) })],
  ["arktype", type({ name: "string", age: "number.integer >= 0" })],
];

test.each(USERS)("a schema of %s checks what is written and what is read", (_, schema) => {
  const users = new Storage({ codec: schemaCodec(schema) });
  users.set("ada", { name: "Ada", age: 36 });
  expect(users.get("ada")).toEqual({ name: "Ada", age: 36 });
  expect(() => users.set("ada", { name: "Ada", age: -1 })).toThrow("the value does not fit the schema: $.age");
  expect(() => users.set("ada", {} as User)).toThrow(refused);
  anything.set("bob", { name: "Bob", age: "old" });
  expect(() => users.get("bob")).toThrow('invalid argument: "bob": the value does not fit the schema: $.age');
  expect(() => [...users.entries()]).toThrow(refused);
  expect(users.get("ada")).toEqual({ name: "Ada", age: 36 });
});

test("types come from the schema", () => {
  const User = z.object({ name: z.string(), tags: z.array(z.string()).default([]) });
  const users = new Storage({ codec: schemaCodec(User) });
  expectTypeOf(users.get("a")).toEqualTypeOf<{ name: string; tags: string[] } | undefined>();
  const Born = type({ born: "Date" });
  expectTypeOf(new Storage({ codec: schemaCodec(Born, structuredCodec()) }).get("a")).toEqualTypeOf<
    { born: Date } | undefined
  >();
  // @ts-expect-error text becomes a number, which cannot be checked as text again
  expectTypeOf(() => schemaCodec(z.string().transform(Number))).toBeFunction();
});

test("what the schema answers is what is stored and read", () => {
  const User = v.object({ name: v.pipe(v.string(), v.trim()), tags: v.optional(v.array(v.string()), []) });
  const users = new Storage({ codec: schemaCodec(User) });
  users.set("ada", { name: " Ada ", tags: [] });
  expect(anything.get("ada")).toEqual({ name: "Ada", tags: [] });
  anything.set("bob", { name: "Bob", unknown: 1 });
  expect(users.get("bob")).toEqual({ name: "Bob", tags: [] });
});

test("any codec may stand below a schema", () => {
  const dates = new Storage({ codec: schemaCodec(z.object({ at: z.date() }), structuredCodec()) });
  dates.set("a", { at: new Date(0) });
  expect(dates.get("a")).toEqual({ at: new Date(0) });
});

test("a schema that answers later is refused, and does not leave a rejection that nobody sees", () => {
  for (const validate of [async () => ({ value: "a" }), async () => Promise.reject(new Error("unseen"))]) {
    const storage = new Storage({ codec: schemaCodec(schemaOf(validate)) });
    expect(() => storage.set("a", "text")).toThrow("the schema answers later");
  }
  const zod = new Storage({ codec: schemaCodec(z.string().refine(async () => true)) });
  expect(() => zod.set("a", "text")).toThrow(refused);
  expect(raw.has("a")).toBe(false);
});

test("a message tells three issues and how many more there are", () => {
  const schema = v.object({ a: v.string(), b: v.array(v.string()), c: v.string(), "d e": v.string(), f: v.string() });
  const storage = new Storage({ codec: schemaCodec(schema) });
  const wrong = { a: 1, b: [1], c: 1, "d e": 1, f: 1 } as unknown as v.InferOutput<typeof schema>;
  expect(() => storage.set("a", wrong)).toThrow(/\$\.a .*; \$\.b\[0\] .*; \$\.c .*; and 2 more$/);
});

test("a storage of checked values does not count, since the host would not check", () => {
  expect(() => new Storage({ codec: schemaCodec(z.number()) }).increment("a")).toThrow(refused);
});

function schemaOf(validate: () => Promise<{ value: string }>): StandardSchema<string> {
  return { "~standard": { version: 1, vendor: "test", validate } };
}

interface V1 {
  name: string;
}
interface V2 {
  name: string;
  tags: string[];
}
const V3 = z.object({ fullName: z.string(), tags: z.array(z.string()) });
const toV2 = (user: V1): V2 => ({ ...user, tags: [] });
const toV3 = ({ name, tags }: V2) => ({ fullName: name, tags });

const first = new Storage<V1>({ codec: versionedCodec<V1>({ version: 1 }) });
const second = new Storage<V2>({ codec: versionedCodec<V2>({ version: 2, migrate: { 1: toV2 } }) });
const third = new Storage({ codec: schemaCodec(V3, versionedCodec({ version: 3, migrate: { 1: toV2, 2: toV3 } })) });

test("a value of any older version is migrated when it is read, and stays as it is", () => {
  anything.set("zero", { name: "Zero" });
  first.set("one", { name: "One" });
  second.set("two", { name: "Two", tags: ["b"] });
  const before = ["zero", "one", "two"].map((key) => raw.get(key));
  expect(third.getMany(["zero", "one", "two"])).toEqual([
    { fullName: "Zero", tags: [] },
    { fullName: "One", tags: [] },
    { fullName: "Two", tags: ["b"] },
  ]);
  expect(["zero", "one", "two"].map((key) => raw.get(key))).toEqual(before);
});

test("a version is two bytes and a number before the bytes of the codec", () => {
  first.set("a", { name: "A" });
  expect(raw.get("a")).toEqual(new Uint8Array([0x00, 0xff, 0x01, ...encodeUtf8('{"name":"A"}')]));
});

test("values without versions have a step of their own if there is one", () => {
  anything.set("a", "Ada");
  const codec = versionedCodec<V2>({ version: 2, migrate: { 0: (name: string) => ({ name }), 1: toV2 } });
  expect(new Storage({ codec }).get("a")).toEqual({ name: "Ada", tags: [] });
});

test("values of every codec that were written without versions keep their meaning", () => {
  const values: [string, Storage<never>, unknown][] = [
    ["json", new Storage({ codec: versionedCodec({ version: 1 }, jsonCodec()) }), { a: 1 }],
    [
      "structured",
      new Storage({ codec: versionedCodec({ version: 1 }, structuredCodec()) }),
      new Map([["a", undefined]]),
    ],
    ["text", new Storage({ codec: versionedCodec({ version: 1 }, textCodec() as never) }), "\0text"],
    ["bytes", new Storage({ codec: versionedCodec({ version: 1 }, bytesCodec() as never) }), new Uint8Array([0, 0xfe])],
  ];
  new Storage().set("json", values[0]?.[2]);
  new Storage({ codec: structuredCodec() }).set("structured", values[1]?.[2]);
  new Storage({ codec: textCodec() }).set("text", "\0text");
  new Storage({ codec: bytesCodec() }).set("bytes", new Uint8Array([0, 0xfe]));
  for (const [key, storage, value] of values) expect(storage.get(key)).toEqual(value);
});

test("a newer version than the newest is refused, everywhere", () => {
  third.set("a", { fullName: "Ada", tags: [] });
  const reads = [
    () => second.get("a"),
    () => second.getMany(["a"]),
    () => second.getEntry("a"),
    () => [...second.entries()],
    () => [...second.entries()],
  ];
  for (const read of reads)
    expect(read).toThrow('"a": the value has version 3, and this component knows versions up to 2');
});

test("what is migrated is checked", () => {
  anything.set("a", { name: 5 });
  expect(() => third.get("a")).toThrow("$.fullName");
});

test("an outdated value is written again when somebody asks for it, and keeps its expiry", () => {
  first.set("a", { name: "Ada" }, { ttlSeconds: 100 });
  clock.now += 10_000;
  expect([third.upgrade("a"), third.upgrade("a"), third.upgrade("none")]).toEqual([true, false, false]);
  expect(third.ttl("a")).toBe(90);
  expect(raw.get("a")?.[2]).toBe(3);
  expect(anything.upgrade("a")).toBe(false);
});

test("a storage that writes back does so once for each value that is outdated", () => {
  const users = new Storage({
    codec: schemaCodec(V3, versionedCodec({ version: 3, migrate: { 1: toV2, 2: toV3 } })),
    writeBack: true,
  });
  first.set("a", { name: "Ada" });
  first.set("b", { name: "Bob" });
  const [ada, bob] = [
    { fullName: "Ada", tags: [] },
    { fullName: "Bob", tags: [] },
  ];
  inCall(() => expect(users.get("a")).toEqual(ada));
  expect(hostCallsOf(() => expect(users.get("a")).toEqual(ada))).toEqual({ storageGet: 1 });
  expect([...users.entries()]).toEqual([
    ["a", ada],
    ["b", bob],
  ]);
  expect([raw.get("a")?.[2], raw.get("b")?.[2]]).toEqual([3, 3]);
});

test.each([
  { tag: "quota-exceeded", val: { used: 1n, quota: 1n, requested: 1n } },
  { tag: "value-too-large", val: 1n },
  { tag: "limit-exceeded", val: "keys" },
  { tag: "permission-denied", val: "write" },
] as const)("a value is read although it cannot be written back: $tag", (payload) => {
  const codec = versionedCodec<V2>({ version: 2, migrate: { 1: toV2 } });
  const users = new Storage({ codec, writeBack: true });
  first.set("a", { name: "Ada" });
  const before = raw.get("a");
  failNextWith(payload, 2); // after reading, and reading again with the version
  expect(users.get("a")).toEqual({ name: "Ada", tags: [] });
  expect(raw.get("a")).toEqual(before);
  expect(users.get("a")).toEqual({ name: "Ada", tags: [] });
  expect(raw.get("a")).not.toEqual(before);
});

test("a value that expires while it is written again is gone, and no error", () => {
  first.set("a", { name: "Ada" }, { ttlSeconds: 100 });
  failNextWith({ tag: "key-not-found" }, 1);
  expect(third.upgrade("a")).toBe(false);
});

test("writing back gives way to whoever has written meanwhile", () => {
  first.set("a", { name: "Ada" });
  failNextWith({ tag: "conflict" }, 1);
  expect(third.upgrade("a")).toBe(false);
});

test.each([[0], [-1], [1.5], [Number.NaN]])("%d is no version", (version) => {
  expect(() => versionedCodec({ version })).toThrow(RangeError);
});

test("steps that are missing or too many are told at once", () => {
  expect(() => versionedCodec({ version: 3, migrate: { 1: toV2 } })).toThrow(
    '"migrate" lacks 2, which makes version 3',
  );
  expect(() => versionedCodec({ version: 2, migrate: { 1: toV2, 2: toV3 } })).toThrow('"migrate" has 2');
});

test.each([[[0, 0xff]], [[0, 0xff, 0]], [[0, 0xff, 0x80]], [[0, 0xff, 0x81, 0x00]], [[0, 0xff, 1]]])(
  "a version that is damaged is a typed error: %j",
  (bytes) => {
    raw.set("a", new Uint8Array(bytes));
    expect(() => first.get("a")).toThrow(refused);
  },
);

test("what a migration throws is the cause of a typed error", () => {
  anything.set("a", null);
  expect(() => second.get("a")).not.toThrow();
  const codec = versionedCodec({ version: 2, migrate: { 1: ({ name }: V1) => name } });
  expect(() => new Storage({ codec }).get("a")).toThrow(
    expect.objectContaining({ code: "invalid-argument", cause: expect.any(TypeError) }),
  );
});
