import { describe, expect, it } from "vitest";
import { fromJson, toJson } from "./json-values.ts";

const TYPES = [
  { kind: "u8" },
  { kind: "u64" },
  { kind: "list", of: 0 },
  { kind: "option", of: 1 },
  {
    kind: "record",
    fields: [
      { name: "size", type: 1 },
      { name: "data", type: 2 },
    ],
  },
  { kind: "tuple", of: [1, 2] },
  {
    kind: "variant",
    cases: [
      { name: "big", type: 1 },
      { name: "none", type: null },
    ],
  },
  { kind: "result", ok: 1, error: null },
  { kind: "list", of: 1 },
] as const;

describe("a value of JSON", () => {
  it.each([
    [1, 7, 7n],
    [1, "18446744073709551615", 18446744073709551615n],
    [2, "AQI=", Uint8Array.of(1, 2)],
    [2, [1, 2], Uint8Array.of(1, 2)],
    [2, [1, 300], [1, 300]],
    [3, null, undefined],
    [3, 3, 3n],
    [4, { size: 1, data: [], other: 1 }, { size: 1n, data: new Uint8Array(0), other: 1 }],
    [5, [1, "AQ=="], [1n, Uint8Array.of(1)]],
    [6, { tag: "big", val: 1 }, { tag: "big", val: 1n }],
    [6, { tag: "none" }, { tag: "none" }],
    [7, { tag: "ok", val: 1 }, { tag: "ok", val: 1n }],
    [8, [1, "2"], [1n, 2n]],
    [1, "seven", "seven"],
  ])("becomes one of type %i: %j", (type, json, value) => {
    expect(fromJson(TYPES, type, json)).toEqual(value);
  });

  it("is refused where JSON has lost its digits", () => {
    expect(() => fromJson(TYPES, 1, 2 ** 60)).toThrow("write it as a text");
  });

  it("is what a result becomes", () => {
    const value = { id: 7n, data: Uint8Array.of(1), nothing: undefined, list: [1n], wide: BigUint64Array.of(2n) };
    expect(toJson(value)).toEqual({ id: "7", data: "AQ==", nothing: null, list: ["1"], wide: ["2"] });
  });
});
