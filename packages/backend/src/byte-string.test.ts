import { byteString, compareByteStrings, compareBytes } from "@airssys/backend";
import fc from "fast-check";
import { expect, test } from "vitest";

test("byte strings have the order of their bytes", () => {
  const bytes = fc.uint8Array({ maxLength: 5 });
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(compareByteStrings(byteString(a), byteString(b))).toBe(Math.sign(compareBytes(a, b)));
    }),
  );
});

test("a byte string has one unit per byte, for any number of bytes", () => {
  for (const length of [0, 1, 4_095, 4_096, 4_097, 100_000]) {
    const bytes = Uint8Array.from({ length }, (_, index) => index % 256);
    const text = byteString(bytes);
    expect(text).toHaveLength(length);
    expect(Buffer.from(text, "latin1").equals(bytes)).toBe(true);
  }
});
