import { BackendError } from "@airssys/backend";
import { expect, test } from "vitest";
import { isInputOutputError, lmdbError } from "./lmdb-error.ts";

const withCode = (code: number) => Object.assign(new Error("said by lmdb"), { code });

test.each([
  [28, "full", "not-committed"],
  [27, "full", "not-committed"],
  [-30792, "full", "not-committed"],
  [-30790, "readers-full", "not-committed"],
  [30, "read-only", "not-committed"],
  [13, "read-only", "not-committed"],
  [-30796, "corrupt", "unknown"],
  [-30793, "corrupt", "not-committed"],
  [-30784, "corrupt", "not-committed"],
  [-30794, "version", "not-committed"],
  [5, "io", "unknown"],
  [22, "io", "unknown"],
] as const)("number %i of lmdb means %s, %s", (number, code, outcome) => {
  const cause = withCode(number);
  expect(lmdbError(cause, "commit")).toMatchObject({ code, outcome, cause });
});

test("an error of the operating system that Node reports means the same", () => {
  const cause = Object.assign(new Error("EROFS: read-only file system"), { code: "EROFS", errno: -30 });
  expect(lmdbError(cause, "open")).toMatchObject({ code: "read-only", cause });
  expect(isInputOutputError(Object.assign(new Error("EIO"), { code: "EIO", errno: -5 }))).toBe(true);
});

test("what is unknown is an io error that leaves open what happened, unless the caller knows", () => {
  expect(lmdbError("not even an error", "commit")).toMatchObject({ code: "io", outcome: "unknown" });
  expect(lmdbError(new TypeError("a mistake"), "commit", "not-committed")).toMatchObject({
    code: "io",
    outcome: "not-committed",
  });
});

test("an error of a backend stays as it is", () => {
  const error = new BackendError("closed", "closed");
  expect(lmdbError(error, "commit")).toBe(error);
});
