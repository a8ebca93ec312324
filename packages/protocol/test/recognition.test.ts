import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { StorageError } from "../src/index.ts";

/** The same module once more, as another copy of the package has it. */
async function otherCopy(): Promise<typeof StorageError> {
  vi.resetModules();
  return (await import("../src/index.ts")).StorageError;
}

test("an error of another copy of the package is recognised", async () => {
  const Other = await otherCopy();
  expect(Other).not.toBe(StorageError);
  const error: unknown = new Other({ tag: "conflict" });
  expect(error instanceof StorageError).toBe(true);
  expect(new StorageError({ tag: "conflict" }) instanceof Other).toBe(true);
});

test("an error of another realm is recognised", () => {
  const foreign: unknown = runInNewContext(
    '(() => { const error = new Error("x"); error[Symbol.for("@airssys/StorageError")] = true; return error; })()',
  );
  expect(foreign instanceof Error).toBe(false);
  expect(foreign instanceof StorageError).toBe(true);
});

test.each([undefined, null, "conflict", {}, new Error("conflict"), { code: "conflict" }])("%j is none", (value) => {
  expect((value as unknown) instanceof StorageError).toBe(false);
});

test("a class that extends it is told apart from it, and is one", () => {
  class Own extends StorageError {}
  const [own, plain]: unknown[] = [new Own({ tag: "conflict" }), new StorageError({ tag: "conflict" })];
  expect(own instanceof Own).toBe(true);
  expect(own instanceof StorageError).toBe(true);
  expect(plain instanceof Own).toBe(false);
});
