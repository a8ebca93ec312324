// UTF-8 in plain JavaScript, for engines without TextEncoder, is the same as that of engines that have it.
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as native from "./utf8.ts";

let plain: typeof native;

beforeEach(async () => {
  vi.stubGlobal("TextEncoder", undefined);
  vi.stubGlobal("TextDecoder", undefined);
  vi.resetModules();
  plain = await import("./utf8.ts");
});
afterEach(() => vi.unstubAllGlobals());

test("every text has the same bytes, lone surrogates among them", () => {
  const text = fc.string({
    unit: fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("%", "%2", "\ud800", "\ufeff")),
  });
  fc.assert(fc.property(text, (each) => void expect(plain.encodeUtf8(each)).toEqual(native.encodeUtf8(each))));
});

test("bytes are the same text, or no UTF-8 for both", () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: "binary" }).map(native.encodeUtf8),
    fc
      .constantFrom([0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xef, 0xbb, 0xbf])
      .map((each) => Uint8Array.from(each)),
  );
  fc.assert(fc.property(bytes, (each) => void expect(decoded(plain, each)).toBe(decoded(native, each))));
});

function decoded({ decodeUtf8 }: typeof native, bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch (error) {
    return (error as Error).name;
  }
}
