import { describe, expect, it } from "vitest";
import { importErrorText } from "./import-error.ts";

describe("the text of an error that an import returned", () => {
  it.each<[what: string, value: unknown, text: string]>([
    ["a text", "gone", "gone"],
    ["a case without a value", { tag: "access-denied" }, "access-denied"],
    ["a case with a text", { tag: "other", val: "out of disk" }, "other: out of disk"],
    ["a case in a case", { tag: "store-error", val: { tag: "no-such-store" } }, "store-error: no-such-store"],
    ["a case with a number", { tag: "value-too-large", val: 50n }, "value-too-large: 50"],
    ["a case with a handle", { tag: "cas-failed", val: new (class Cas {})() }, "cas-failed"],
    ["a case with bytes", { tag: "raw", val: new Uint8Array(7) }, "raw: 7 bytes"],
    ["a record", { used: 1n, quota: 2n }, '{"used":"1","quota":"2"}'],
    ["a number", 0, "0"],
    ["nothing", undefined, "the function returned an error"],
  ])("is that of %s", (_what, value, text) => expect(importErrorText(value)).toBe(text));

  it("has a bounded length where it is a record", () => {
    expect(importErrorText({ long: "x".repeat(10_000) })).toHaveLength(500);
  });

  it("needs nothing but the language, for it is built into components", () => {
    const copied = new Function(`return ${importErrorText}`)() as typeof importErrorText;
    expect(copied({ tag: "other", val: "out of disk" })).toBe("other: out of disk");
  });
});
