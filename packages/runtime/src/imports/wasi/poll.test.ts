import { describe, expect, it } from "vitest";
import { Pollable, poll } from "./poll.ts";

describe("poll", () => {
  it("waits for the first of as many pollables as a guest can pass, and returns the indices of the ready ones", () => {
    const soon = Pollable.at(performance.now() + 5);
    const late = Pollable.at(performance.now() + 60_000);
    const pollables = Array.from({ length: 500_000 }, (_, index) => (index % 2 === 0 ? late : soon));
    const ready = poll(pollables);
    expect(ready).toHaveLength(250_000);
    expect([ready[0], ready.at(-1)]).toEqual([1, 499_999]);
  });

  it("traps a guest that polls an empty list", () => {
    expect(() => poll([])).toThrow("nothing to poll");
  });
});
