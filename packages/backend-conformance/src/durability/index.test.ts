import { expect, it } from "vitest";

it("exports the judge, and what it is made of", async () => {
  const names = [
    "Child",
    "KEPT",
    "cutPower",
    "diskImage",
    "judgeDurability",
    "killRepeatedly",
    "randomFrom",
    "readRecording",
    "recorder",
    "tracingFault",
    "writeContents",
  ];
  expect(Object.keys(await import("./judge.ts")).toSorted()).toEqual(names);
  expect(Object.keys(await import("./index.ts")).toSorted()).toEqual([...names, "describeDurability"].toSorted());
});
