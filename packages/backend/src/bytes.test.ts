import { compareBytes, concatBytes, keyAfter, prefixEnd, sameBytes } from "@airssys/backend";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const bytes = fc.uint8Array({ maxLength: 6 });
const of = (...values: number[]) => Uint8Array.from(values);

describe("compareBytes", () => {
  test("orders by unsigned bytes, shorter first", () => {
    const ordered = [of(), of(0), of(0, 0), of(0, 255), of(1), of(127), of(128), of(255), of(255, 0)];
    for (const [index, each] of ordered.entries()) {
      for (const [other, against] of ordered.entries()) {
        expect(Math.sign(compareBytes(each, against))).toBe(Math.sign(index - other));
      }
    }
  });

  test("agrees with Node's own comparison", () => {
    fc.assert(fc.property(bytes, bytes, (a, b) => Math.sign(compareBytes(a, b)) === Buffer.compare(a, b)));
  });
});

describe("sameBytes", () => {
  test("tells an empty value from an absent one", () => {
    expect(sameBytes(undefined, undefined)).toBe(true);
    expect(sameBytes(of(), of())).toBe(true);
    expect(sameBytes(of(), undefined)).toBe(false);
    expect(sameBytes(undefined, of())).toBe(false);
  });

  test("compares the bytes, not the arrays", () => {
    expect(sameBytes(of(1, 2), of(1, 2, 3).subarray(0, 2))).toBe(true);
    expect(sameBytes(of(1, 2), of(1, 3))).toBe(false);
    expect(sameBytes(of(1, 2), of(1))).toBe(false);
  });
});

test("concatBytes copies both", () => {
  const [a, b] = [of(1, 2), of(3)];
  const joined = concatBytes(a, b);
  a.fill(9);
  b.fill(9);
  expect(joined).toEqual(of(1, 2, 3));
});

describe("prefixEnd", () => {
  test("carries over bytes 0xff", () => {
    expect(prefixEnd(of(1, 2))).toEqual(of(1, 3));
    expect(prefixEnd(of(1, 255))).toEqual(of(2));
    expect(prefixEnd(of(0, 255, 255))).toEqual(of(1));
  });

  test("returns undefined where no key can come after the prefix", () => {
    expect(prefixEnd(of())).toBeUndefined();
    expect(prefixEnd(of(255))).toBeUndefined();
    expect(prefixEnd(of(255, 255))).toBeUndefined();
  });

  test("does not modify the prefix, not even a Node Buffer", () => {
    for (const prefix of [of(1, 2), Buffer.from([1, 2])]) {
      prefixEnd(prefix);
      expect([...prefix]).toEqual([1, 2]);
    }
  });

  test("bounds exactly the keys that begin with the prefix", () => {
    const edgy = fc.array(fc.constantFrom(0, 1, 254, 255), { maxLength: 4 }).map((values) => of(...values));
    fc.assert(
      fc.property(edgy, edgy, (prefix, key) => {
        const end = prefixEnd(prefix);
        const isBetween = compareBytes(key, prefix) >= 0 && (end === undefined || compareBytes(key, end) < 0);
        return isBetween === prefix.every((byte, index) => key[index] === byte);
      }),
      { numRuns: 2_000 },
    );
  });
});

test("keyAfter is the first key after: nothing lies between", () => {
  expect(keyAfter(of(1, 255))).toEqual(of(1, 255, 0));
  fc.assert(
    fc.property(bytes, bytes, (key, other) => compareBytes(other, key) > 0 === compareBytes(other, keyAfter(key)) >= 0),
  );
});
