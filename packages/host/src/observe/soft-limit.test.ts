import { describe, expect, it } from "vitest";
import { crossedResources } from "./soft-limit.ts";

const QUOTA = { bytes: 1_000, keys: 10 };
const crossed = (before: [number, number], after: [number, number]) =>
  crossedResources(
    { before: { bytes: before[0], keys: before[1] }, after: { bytes: after[0], keys: after[1] } },
    QUOTA,
    0.8,
  );

describe("a soft limit", () => {
  it("is crossed only by the commit that reaches it, not by later ones above it", () => {
    expect(crossed([0, 0], [799, 7])).toEqual([]);
    expect(crossed([799, 1], [800, 1])).toEqual(["bytes"]);
    expect(crossed([800, 1], [1_000, 1])).toEqual([]);
    expect(crossed([0, 7], [1, 8])).toEqual(["keys"]);
    expect(crossed([0, 0], [1_000, 10])).toEqual(["bytes", "keys"]);
  });

  it("is not crossed downwards", () => {
    expect(crossed([1_000, 10], [1, 1])).toEqual([]);
  });

  it("is not crossed in a namespace whose quota is zero or unlimited", () => {
    const change = { before: { bytes: 0, keys: 0 }, after: { bytes: 10, keys: 1 } };
    expect(crossedResources(change, { bytes: Number.MAX_SAFE_INTEGER, keys: 0 }, 0.8)).toEqual([]);
  });
});
