// The codecs of one kind of value: bytes, text, whole numbers.
import { beforeEach, expect, expectTypeOf, test } from "vitest";
import { encodeUtf8 } from "../src/bytes/utf8.ts";
import { bytesCodec } from "../src/codecs/bytes-codec.ts";
import { integerCodec } from "../src/codecs/integer-codec.ts";
import { jsonCodec } from "../src/codecs/json-codec.ts";
import { textCodec } from "../src/codecs/text-codec.ts";
import { Storage } from "../src/storage/storage.ts";
import { foreignRealm, raw, reset } from "./host-binding.ts";

beforeEach(reset);

const refused = expect.objectContaining({ code: "invalid-argument" });

test("bytes are stored as they are", () => {
  const storage = new Storage({ codec: bytesCodec() });
  storage.set("a", new Uint8Array([0, 255]));
  storage.set("b", foreignRealm.bytes(new Uint8Array([1])));
  storage.set("c", new Uint8Array([1, 2, 3]).subarray(1, 2));
  storage.set("d", new Uint8Array());
  expect(storage.getMany(["a", "b", "c", "d"])).toEqual(
    [[0, 255], [1], [2], []].map((values) => new Uint8Array(values)),
  );
});

test("a buffer that is used again changes nothing that was set with it", () => {
  const storage = new Storage({ codec: bytesCodec() });
  const buffer = new Uint8Array(1);
  function* entries(): Generator<[string, Uint8Array]> {
    for (const [index, key] of ["a", "b", "c"].entries()) {
      buffer[0] = index + 1;
      yield [key, buffer];
    }
  }
  storage.setMany(entries());
  const batch = storage.batch().set("d", buffer);
  buffer[0] = 9;
  batch.commit();
  expect(storage.getMany(["a", "b", "c", "d"])).toEqual([1, 2, 3, 3].map((value) => new Uint8Array([value])));
});

test("bytes that were read are the reader's own, however often they are decoded", () => {
  const storage = new Storage({ codec: bytesCodec() });
  const watch = storage.watch();
  storage.set("a", new Uint8Array([1]));
  const [change] = watch.poll().changes;
  change?.newValue?.fill(9);
  expect(change?.newValue).toEqual(new Uint8Array([1]));
});

test.each([["text"], [[1, 2]], [new Uint16Array(1)], [new ArrayBuffer(1)], [null], [undefined]])(
  "%s is no bytes",
  (value) => {
    expect(() => bytesCodec().encode(value as unknown as Uint8Array)).toThrow(refused);
  },
);

test("text is stored as its UTF-8, exactly", () => {
  const storage = new Storage({ codec: textCodec() });
  for (const text of ["", "é", "\ufeffmarked", "😀\0\n"]) {
    storage.set("a", text);
    expect(storage.get("a")).toBe(text);
    expect(raw.get("a")).toEqual(encodeUtf8(text));
  }
});

test("what is no text is refused, in both directions", () => {
  for (const value of ["\ud800", 5, null]) expect(() => textCodec().encode(value as string)).toThrow(refused);
  for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80]]) {
    expect(() => textCodec().decode(new Uint8Array(bytes))).toThrow(refused);
  }
});

test("whole numbers are stored as digits that the host counts with, and that JSON reads", () => {
  const counters = new Storage({ codec: integerCodec() });
  for (const value of [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)]) {
    counters.set("a", value);
    expect(counters.get("a")).toBe(value);
    expect(raw.get("a")).toEqual(encodeUtf8(String(value)));
  }
  expect(counters.increment("b", 2n ** 60n)).toBe(2n ** 60n);
  expect(counters.get("b")).toBe(2n ** 60n);
  new Storage({ codec: integerCodec({ as: "number" }) }).set("c", 42);
  expect(new Storage({ codec: jsonCodec<number>() }).get("c")).toBe(42);
});

test("a whole number that is asked for as a number is exact or an error", () => {
  const numbers = new Storage({ codec: integerCodec({ as: "number" }) });
  numbers.set("a", 2 ** 53 - 1);
  expect(numbers.get("a")).toBe(2 ** 53 - 1);
  numbers.increment("a", 1n);
  expect(() => numbers.get("a")).toThrow("read it as a bigint");
});

test.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, -0, 2 ** 53, 2n ** 63n, -(2n ** 63n) - 1n, "5", null])(
  "%s is no whole number of 64 bits",
  (value) => {
    expect(() => new Storage({ codec: integerCodec() }).set("a", value as bigint)).toThrow(refused);
  },
);

test.each([
  "",
  "007",
  "-0",
  "+1",
  "1.0",
  "1e3",
  " 1",
  "9223372036854775808",
  "-9223372036854775809",
  "1".repeat(1_000),
  "é",
])("%j are no digits of one", (text) => {
  expect(() => integerCodec().decode(encodeUtf8(text))).toThrow(refused);
  expect(() => integerCodec().decode(new Uint8Array([0xff]))).toThrow();
});

test("types: a codec says what its values are", () => {
  expectTypeOf(new Storage({ codec: bytesCodec() }).get("a")).toEqualTypeOf<Uint8Array | undefined>();
  expectTypeOf(new Storage({ codec: textCodec() }).get("a")).toEqualTypeOf<string | undefined>();
  expectTypeOf(new Storage({ codec: integerCodec() }).get("a")).toEqualTypeOf<bigint | undefined>();
  expectTypeOf(new Storage({ codec: integerCodec({ as: "number" }) }).get("a")).toEqualTypeOf<number | undefined>();
});
