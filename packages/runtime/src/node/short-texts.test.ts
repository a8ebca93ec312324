import { expect, it } from "vitest";
import { withShortTexts } from "./short-texts.ts";

const LONG = "k".repeat(1_000_000);

it("strings too long for any import leave their thread with one character more than the limit", () => {
  const [key, bytes] = withShortTexts("storageSet", [LONG, new Uint8Array(1_000_000)]) as [string, Uint8Array];
  expect(key).toHaveLength(65_537);
  expect(bytes).toHaveLength(1_000_000);
});

it("nested strings are cut too", () => {
  const writes = [{ tag: "set", val: { key: LONG, value: new Uint8Array(3) } }];
  const [keys, cut] = withShortTexts("storageWrite", [[LONG, "a", undefined], writes]);
  expect((keys as string[]).map((key) => key?.length)).toEqual([65_537, 1, undefined]);
  expect(cut).toMatchObject([{ tag: "set", val: { value: new Uint8Array(3) } }]);
  expect((cut as typeof writes)[0]?.val.key).toHaveLength(65_537);
});

it("the lines of an import are not cut", () => {
  expect(withShortTexts("storageImport", [LONG])).toEqual([LONG]);
});
