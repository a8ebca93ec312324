import { expect, test, vi } from "vitest";
import { BackendError } from "./backend-error.ts";

test("an error of another copy of the package is recognised, with its code", async () => {
  vi.resetModules();
  const { BackendError: Other } = await import("./backend-error.ts");
  expect(Other).not.toBe(BackendError);
  const error: unknown = new Other("full", "no space is left", { outcome: "unknown" });
  expect(error instanceof BackendError && [error.code, error.outcome]).toEqual(["full", "unknown"]);
  expect(new BackendError("io", "failed") instanceof Other).toBe(true);
});

test("another error is none, even with its name and code", () => {
  const error: unknown = Object.assign(new Error("full"), { name: "BackendError", code: "full" });
  expect(error instanceof BackendError).toBe(false);
});
