import { describe, expect, it } from "vitest";
import { createSnapshot, readableValue } from "./readable.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

describe("a value as people read it", () => {
  it.each([
    ['{"a":[1,null]}', { a: [1, null] }],
    ['"text"', "text"],
    ["7", 7],
    ["# Heading\n\ttext, ü", "# Heading\n\ttext, ü"],
    ["{", "{"],
    ["", ""],
    ["\ufefftext", "\ufefftext"],
    ["0xff00", "0xff00"],
    ["12345678901234567891", "12345678901234567891"],
    ['{"a":1,"a":2}', '{"a":1,"a":2}'],
  ])("is of %j what it means", (text, value) => {
    expect(readableValue(utf8(text))).toEqual(value);
  });

  it.each([
    [Uint8Array.of(0xff, 0), "bytes(ff00)"],
    [Uint8Array.of(0, 0, 1), "bytes(000001)"],
    [utf8("a\u007f"), "bytes(617f)"],
  ])("is hexadecimal digits of bytes that are no text: %j", (bytes, value) => {
    expect(readableValue(bytes)).toBe(value);
  });
});

describe("what has the form of something else", () => {
  it("is shown as what it is", () => {
    expect(readableValue(utf8("bytes(ff)"))).toBe("bytes(627974657328666629)");
    expect(readableValue(utf8('"bytes(ff)"'))).toBe('"bytes(ff)"');
    expect(readableValue(utf8("bytes of (ff)"))).toBe("bytes of (ff)");
    const expiring = '{"value":1,"expiresAt":"2030-01-01T00:00:00.000Z"}';
    expect(readableValue(utf8(expiring))).toBe(expiring);
    expect(readableValue(utf8('{"value":1}'))).toEqual({ value: 1 });
  });
});

describe("a snapshot", () => {
  it("has keys of any kind, and says when they expire", () => {
    const entries = [
      { key: "__proto__", value: utf8("1"), version: 1 },
      { key: "b", value: utf8("2"), version: 2, expiresAt: 0 },
    ];
    const snapshot = createSnapshot(entries);
    expect(Object.keys(snapshot)).toEqual(["__proto__", "b"]);
    expect(snapshot.b).toEqual({ value: 2, expiresAt: "1970-01-01T00:00:00.000Z" });
  });
});
