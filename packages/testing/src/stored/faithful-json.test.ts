import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faithfulJson } from "./faithful-json.ts";

describe("JSON that is read", () => {
  it.each([
    ["null", null],
    [' { "b" : [ 1 , "a:\\"1,\\\\" ] , "a:b" : {} } ', { b: [1, 'a:"1,\\'], "a:b": {} }],
    ['{"2":1,"1":1}', { 1: 1, 2: 1 }],
    ["[1.0, 1e5, 0.10, 1E-7, 120, 0, 0.0]", [1, 100_000, 0.1, 1e-7, 120, 0, 0]],
    ["9007199254740991", 9_007_199_254_740_991],
  ])("is %s, whole", (text, value) => {
    expect(faithfulJson(text)).toEqual({ value });
  });

  it.each([
    "12345678901234567891",
    "0.12345678901234567891",
    "1e400",
    "1e-400",
    "[1, 9007199254740993e1]",
    "-0",
    '{"a":1,"a":2}',
    '[{"a":{},"\\u0061":{}}]',
    "{",
    "",
    "[".repeat(100_000) + "]".repeat(100_000),
  ])("is not %.30s, of which something would be lost", (text) => {
    expect(faithfulJson(text)).toBeUndefined();
  });

  it("is whatever JSON.stringify has written", () => {
    const property = fc.property(fc.json({ maxDepth: 4 }), (text) => {
      const written = JSON.stringify(JSON.parse(text));
      expect(faithfulJson(written)).toEqual({ value: JSON.parse(written) });
    });
    fc.assert(property);
  });
});
