import { StorageError } from "@airssys/protocol";
import { beforeEach, expect, expectTypeOf, test } from "vitest";
import { failNextWith, foreignRealm, raw, reset } from "../../test/host-binding.ts";
import type { Codec } from "../codecs/codec.ts";
import { Storage } from "./storage.ts";

interface User {
  name: string;
  age: number;
}

const ADA: User = { name: "Ada", age: 36 };
const storage = new Storage();

beforeEach(reset);

test("a value comes back under its key", () => {
  storage.set("users/ada", ADA);
  expect(storage.get("users/ada")).toEqual(ADA);
});

test("an absent key is undefined, and not null or an error", () => {
  expect(storage.get("users/ada")).toBeUndefined();
});

test.each([[null], [false], [0], [""], [[]], [{}]])("%j is a value and not absence", (value) => {
  storage.set("key", value);
  expect(storage.get("key")).toEqual(value);
  expect(storage.has("key")).toBe(true);
});

test("a key holds what was set last", () => {
  storage.set("key", 1);
  storage.set("key", 2);
  expect(storage.get("key")).toBe(2);
});

test("deleting answers whether the key existed", () => {
  storage.set("key", 1);
  expect(storage.delete("key")).toBe(true);
  expect(storage.delete("key")).toBe(false);
  expect(storage.has("key")).toBe(false);
});

test("listed keys are those with the prefix, or all", () => {
  for (const key of ["users/bob", "posts/1", "users/ada"]) storage.set(key, 1);
  expect(storage.listKeys()).toEqual(["posts/1", "users/ada", "users/bob"]);
  expect(storage.listKeys("users/")).toEqual(["users/ada", "users/bob"]);
  expect(storage.listKeys("none/")).toEqual([]);
});

test("usedBytes counts the bytes of keys and values", () => {
  expect(storage.usedBytes()).toBe(0);
  storage.set("é", "é");
  expect(storage.usedBytes()).toBe(2 + 4);
});

test("entries are keys with values and fill a Map", () => {
  storage.set("a", 1);
  storage.set("b", 2);
  storage.set("other", 3);
  expect(new Map(storage.entries())).toEqual(
    new Map([
      ["a", 1],
      ["b", 2],
      ["other", 3],
    ]),
  );
  expect([...storage.entries("o")]).toEqual([["other", 3]]);
});

test("entries decode a value only when its turn comes", () => {
  storage.set("a", 1);
  raw.set("b", new TextEncoder().encode("not JSON"));
  const iterator = storage.entries();
  expect(iterator.next().value).toEqual(["a", 1]);
  expect(() => iterator.next()).toThrow(expect.objectContaining({ code: "invalid-argument" }));
});

test("everything can be deleted while iterating", () => {
  for (const key of ["a", "b", "c"]) storage.set(key, 1);
  for (const [key] of storage.entries()) storage.delete(key);
  expect(storage.listKeys()).toEqual([]);
});

test("entries are not ended by a value that decodes to undefined", () => {
  const nothing: Codec<undefined> = { encode: () => new Uint8Array(), decode: () => undefined };
  const nothings = new Storage({ codec: nothing });
  nothings.set("a", undefined);
  expect([...nothings.entries()]).toEqual([["a", undefined]]);
});

test("clear removes every key", () => {
  storage.set("a", 1);
  storage.clear();
  expect(storage.listKeys()).toEqual([]);
});

test("a codec of one's own sees the component's own bytes", () => {
  const bytes: Codec<Uint8Array> = { encode: (value) => value, decode: (value) => value };
  const blobs = new Storage({ codec: bytes });
  blobs.set("blob", new Uint8Array([1, 2]));
  blobs.set("passed on", foreignRealm.bytes(new Uint8Array([3])));
  expect(blobs.get("blob")).toBeInstanceOf(Uint8Array);
  expect(blobs.get("blob")).toEqual(new Uint8Array([1, 2]));
  expect(raw.get("passed on")).toEqual(new Uint8Array([3]));
});

test("a value that the codec refuses is not written", () => {
  storage.set("key", 1);
  expect(() => storage.set("key", new Date())).toThrow("invalid argument: $ is a Date");
  expect(storage.get("key")).toBe(1);
});

test("whatever a codec throws is the cause of an invalid argument", () => {
  const cause = new RangeError("too long");
  const failing: Codec<string> = {
    encode: () => {
      throw cause;
    },
    decode: () => {
      throw cause;
    },
  };
  raw.set("key", new Uint8Array());
  const strings = new Storage({ codec: failing });
  for (const call of [() => strings.set("key", ""), () => strings.get("key"), () => strings.entries().next()]) {
    expect(call).toThrow(expect.objectContaining({ code: "invalid-argument", cause }));
  }
});

test("what an engine quotes when a codec of one's own cannot parse a value is in no error", () => {
  const own: Codec<unknown> = { encode: () => new Uint8Array(), decode: () => JSON.parse("hunter2") };
  raw.set("key", new Uint8Array());
  expect(() => new Storage({ codec: own }).get("key")).toThrow(
    expect.not.objectContaining({ cause: expect.anything() }),
  );
});

test("a codec that answers no bytes is refused and not stored as nothing", () => {
  const text = { encode: (value: unknown) => String(value), decode: String };
  // @ts-expect-error text is not bytes
  const wrong = new Storage({ codec: text });
  expect(() => wrong.set("key", "value")).toThrow(
    expect.objectContaining({ code: "invalid-argument", cause: expect.any(TypeError) }),
  );
  expect(raw.has("key")).toBe(false);
});

test("bytes that are not the codec's name the key", () => {
  raw.set("users/ada", new Uint8Array([0xff]));
  expect(() => storage.get("users/ada")).toThrow(
    'invalid argument: "users/ada": the value is not JSON in UTF-8; read it with the codec that wrote it',
  );
});

test("errors of the host arrive typed", () => {
  failNextWith({ tag: "quota-exceeded", val: { used: 5n, quota: 6n, requested: 7n } });
  expect(() => storage.set("key", 1)).toThrow(expect.objectContaining({ code: "quota-exceeded" }));
  failNextWith({ tag: "limit-exceeded", val: "more than 10000 keys" });
  expect(() => storage.entries().next()).toThrow(StorageError);
});

test("a lone surrogate is refused and never becomes another key", () => {
  storage.set("\ufffd", "replacement");
  const calls = [
    () => storage.get("\ud800"),
    () => storage.set("\ud800", 1),
    () => storage.delete("\ud800"),
    () => storage.has("\ud800"),
    () => storage.listKeys("\ud800"),
    () => storage.entries("\ud800").next(),
  ];
  for (const call of calls) expect(call).toThrow(expect.objectContaining({ code: "invalid-key" }));
  expect(() => storage.get("a\udc00")).toThrow("found the lone surrogate U+DC00 at index 1");
  expect(storage.get("\ufffd")).toBe("replacement");
});

test("a key that is no string is a mistake of the program", () => {
  // @ts-expect-error a number is no key
  expect(() => storage.get(5)).toThrow(new TypeError('"key" expected a string, got number'));
  // @ts-expect-error null is no prefix
  expect(() => storage.listKeys(null)).toThrow(TypeError);
});

test("types: values are unknown unless somebody says what they are", () => {
  expectTypeOf(new Storage().get("key")).toEqualTypeOf<unknown>();
  expectTypeOf(new Storage().get<User>("key")).toEqualTypeOf<User | undefined>();
  expectTypeOf(new Storage<User>().get("key")).toEqualTypeOf<User | undefined>();
  expectTypeOf(new Storage<User | number>().get<number>("key")).toEqualTypeOf<number | undefined>();
  expectTypeOf(new Storage({ codec: {} as Codec<Date> }).get("key")).toEqualTypeOf<Date | undefined>();
  expectTypeOf(new Map(new Storage<User>().entries())).toEqualTypeOf<Map<string, User>>();
  expectTypeOf(new Storage().entries<User>("users/")).toExtend<IterableIterator<[string, User]>>();
});

test("types: what does not fit does not compile", () => {
  const users = new Storage<User>();
  // @ts-expect-error a number is no User
  expectTypeOf(() => users.set("key", 5)).toBeFunction();
  // @ts-expect-error a string is no User
  expectTypeOf(() => users.get<string>("key")).toBeFunction();
  // @ts-expect-error the age is missing
  expectTypeOf(() => storage.set<User>("key", { name: "Ada" })).toBeFunction();
});
