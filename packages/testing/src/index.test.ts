import { expect, test } from "vitest";

test("the package exports these names", async () => {
  const names = ["CLOCK_START", "CallError", "HarnessError", "MockError", "createHarness"];
  expect(Object.keys(await import("./index.ts")).sort()).toEqual(names);
});
