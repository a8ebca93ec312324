import { BackendError } from "@airssys/backend";
import { fileError } from "@airssys/backend/node";
import { expect, test } from "vitest";

const failed = (code: string) => Object.assign(new Error(code), { code });

test.each([
  ["ENOSPC", "full", "not-committed"],
  ["EDQUOT", "full", "not-committed"],
  ["EFBIG", "full", "not-committed"],
  ["EROFS", "read-only", "not-committed"],
  ["EACCES", "read-only", "not-committed"],
  ["ERR_ACCESS_DENIED", "read-only", "not-committed"],
  ["EIO", "io", "unknown"],
])("%s of the file system is %s, and its writes are %s", (name, code, outcome) => {
  const cause = failed(name);
  expect(fileError(cause, "write a value")).toMatchObject({
    code,
    outcome,
    cause,
    message: `failed to write a value: ${name}`,
  });
});

test("a caller that knows what became of its writes says so", () => {
  expect(fileError(failed("EIO"), "write a value", "not-committed").outcome).toBe("not-committed");
});

test("an error of the contract passes as it is", () => {
  const error = new BackendError("moved", "the store was moved");
  expect(fileError(error, "write a value")).toBe(error);
});
