import { describe, expect, it } from "vitest";
import { describeValue } from "./describe-value.ts";

describe("the description of a value", () => {
  it.each([
    [{ tag: "key-not-found" }, '{"tag":"key-not-found"}'],
    [{ tag: "absent", val: undefined }, '{"tag":"absent"}'],
    [
      { tag: "quota", val: { used: 5n, all: [true, null, 1.5] } },
      '{"tag":"quota","val":{"used":5,"all":[true,null,1.5]}}',
    ],
    ['a "quoted"\ntext', '"a \\"quoted\\"\\ntext"'],
    [new Uint8Array(7), "7 bytes"],
    [[new Uint8Array(1), []], "[1 bytes,[]]"],
    [undefined, "undefined"],
    [{}, "{}"],
  ] as const)("is like JSON: %o", (value, text) => {
    expect(describeValue(value)).toBe(text);
  });

  it.each<[string, unknown]>([
    ["a long text", "x".repeat(10_000_000)],
    ["a text of controls", "\0".repeat(10_000_000)],
    ["a long list", new Array(2 ** 30)],
    ["a list of lists", Array.from({ length: 100 }, () => new Array(1_000).fill("text"))],
    ["long names", { ["n".repeat(10_000_000)]: "v".repeat(10_000_000) }],
    ["many names", Object.fromEntries(Array.from({ length: 100_000 }, (_each, index) => [`name ${index}`, index]))],
  ])("is cut short: %s", (_what, value) => {
    const text = describeValue(value);
    expect(text).toHaveLength(503);
    expect(text.endsWith("...")).toBe(true);
  });

  it("ends for a value that contains itself", () => {
    const value: Record<string, unknown> = { tag: "round" };
    value.val = [value];
    expect(describeValue(value)).toMatch(/^\{"tag":"round","val":\[\{"tag":"round".*\.\.\.\]?/);
  });
});
