import { describe, expect, it } from "vitest";
import { decode } from "./decoder.ts";
import { Encoder } from "./encoder.ts";
import { Frames } from "./frames.ts";
import { LEVELS_MAX, LIST, NUMBERS, RECORD, TEXT, UNDEFINED, VALUES_MAX } from "./kinds.ts";

const MEBIBYTE = 1_048_576;

/** Encodes and decodes a value. */
function sent(value: unknown): unknown {
  const frames = new Frames(MEBIBYTE);
  frames.push(Buffer.from(new Encoder(MEBIBYTE).frame(value)));
  return decode(frames.take() as Buffer);
}

describe("a value on its way to or from a process", () => {
  it.each([
    [undefined],
    [null],
    [true],
    [false],
    [0],
    [-0],
    [255],
    [256],
    [-1],
    [1.5],
    [Number.NaN],
    [Number.MAX_SAFE_INTEGER],
    [0n],
    [-(2n ** 63n)],
    [2n ** 64n - 1n],
    [""],
    ["é \u{1f600} \0"],
    ["x".repeat(100_000)],
    [[]],
    [[1, [2, [undefined, "3"]]]],
    [{}],
    [{ tag: "ok", val: { constructor: 1, toString: "x" } }],
    [new Uint8Array([1, 2, 3])],
    [new Int16Array([-1, 2])],
    [new BigUint64Array([2n ** 64n - 1n])],
    [new Float64Array([0.5, Number.POSITIVE_INFINITY])],
  ])("arrives as it was: %o", (value) => {
    expect(sent(value)).toStrictEqual(value);
  });

  it("is a copy of its bytes, even if they were a view of more", () => {
    const all = new Uint8Array([1, 2, 3, 4]);
    const arrived = sent({ bytes: all.subarray(1, 3) }) as { bytes: Uint8Array };
    expect(arrived.bytes).toEqual(new Uint8Array([2, 3]));
    expect(arrived.bytes.buffer.byteLength).toBe(2);
  });

  it.each<[string, unknown, string]>([
    ["a function", () => 1, "a function cannot leave"],
    ["a symbol in a list", [Symbol.iterator], "a symbol cannot leave"],
    ["a bigint of 65 bits", 2n ** 64n, "more than 64 bits"],
    ["more than a message may hold", "x".repeat(2 * MEBIBYTE), "more than 1048576 bytes"],
    ["a view that is no list of numbers", new DataView(new ArrayBuffer(8)), "no list of numbers"],
  ])("cannot be %s", (_what, value, message) => {
    expect(() => sent(value)).toThrow(message);
  });

  it("cannot contain itself", () => {
    const value: unknown[] = [];
    value.push(value);
    expect(() => sent(value)).toThrow(`more than ${LEVELS_MAX} levels`);
  });
});

describe("bytes from a process that an attacker controls", () => {
  const HUGE = [0xff, 0xff, 0xff, 0xff, 0x0f];
  it.each<[string, number[], string]>([
    ["no bytes", [], "ends too early"],
    ["an unknown kind", [99], "unknown kind of value: 99"],
    ["a number cut off", [4, 0, 0], "ends too early"],
    ["a text of 4 GB", [TEXT, ...HUGE], "ends too early"],
    ["a list of 4 billion", [LIST, ...HUGE, UNDEFINED], "a count beyond the remaining bytes"],
    ["a record of 4 billion", [RECORD, ...HUGE, 0], "a count beyond the remaining bytes"],
    ["numbers of 4 GB", [NUMBERS, 0, ...HUGE], "ends too early"],
    ["numbers of an unknown format", [NUMBERS, 77, 0], "unknown number format"],
    ["part of a number", [NUMBERS, 2, 1, 0], "within a number"],
    ["a count without end", [LIST, 0x80, 0x80, 0x80, 0x80, 0x80, 0], "a count of too many bytes"],
    ["bytes after a value", [UNDEFINED, UNDEFINED], "bytes after a value"],
    ["lists in lists without end", Array.from({ length: 1_000 }, () => [LIST, 1]).flat(), "levels"],
    ["a prototype", [RECORD, 1, 9, ...Buffer.from("__proto__"), RECORD, 0], "a prototype"],
  ])("are refused: %s", (_what, bytes, message) => {
    expect(() => decode(Buffer.from(bytes))).toThrow(message);
  });

  it("are refused if they have more values than a guest can pass", () => {
    const bytes = Buffer.alloc(5 + VALUES_MAX, UNDEFINED);
    bytes[0] = LIST;
    let rest = VALUES_MAX;
    for (let place = 1; place <= 4; place++, rest = Math.floor(rest / 0x80))
      bytes[place] = (rest % 0x80) | (place < 4 ? 0x80 : 0);
    expect(() => decode(bytes)).toThrow(`more than ${VALUES_MAX} values`);
  });

  it("are kept as they arrive, and refused as soon as they declare more than is allowed", () => {
    const frames = new Frames(1_000);
    frames.push(Buffer.from([0xe8, 3]));
    expect(frames.take()).toBeUndefined();
    frames.push(Buffer.from([0, 0]));
    expect(frames.take()).toBeUndefined();
    const longer = new Frames(1_000);
    longer.push(Buffer.from([0xe9, 3, 0, 0]));
    expect(() => longer.take()).toThrow("a message of 1001 bytes, where 1000 are the most");
  });

  it("are read as frames, however they are split", () => {
    const encoder = new Encoder(MEBIBYTE);
    const bytes = Buffer.concat(["a", [1, 2], { b: "c" }].map((value) => Buffer.from(encoder.frame(value))));
    for (let size = 1; size <= bytes.length; size++) {
      const frames = new Frames(MEBIBYTE);
      const found: unknown[] = [];
      for (let start = 0; start < bytes.length; start += size) {
        frames.push(bytes.subarray(start, start + size));
        for (let frame = frames.take(); frame !== undefined; frame = frames.take()) found.push(decode(frame));
      }
      expect(found).toEqual(["a", [1, 2], { b: "c" }]);
    }
  });
});
