import { Child } from "@airssys/test-kit/child";
import { beforeAll, expect, it } from "vitest";

let report: Record<string, unknown>;

beforeAll(async () => {
  const { lines, noise } = await new Child(new URL("children/dropped-watches.ts", import.meta.url), []).ended;
  report = JSON.parse(lines.at(-1) ?? "{}") as Record<string, unknown>;
  expect(noise).toBe("");
});

it("a watch that was dropped without being closed costs nothing any more", () => {
  expect(report.withNothingWaiting).toBe(false);
});

it("so does one in which changes wait", () => {
  expect(report.withWaitingChanges).toBe(false);
});

it("and so do the watches of a component's instance that was dropped without being reset", () => {
  expect(report.ofGuest).toBe(false);
});

it("a loop over a watch goes on, whoever holds it", () => {
  expect(report.loopEvents).toBe(3);
});

it("whoever waits for the next change is told it, even without holding the watch", () => {
  expect(report.isAnswered).toBe(true);
});
