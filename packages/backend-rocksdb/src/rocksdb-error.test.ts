import { BackendError } from "@airssys/backend";
import { expect, test } from "vitest";
import { rocksdbError } from "./rocksdb-error.ts";

const said = (code: string | undefined, message: string) => Object.assign(new Error(message), code && { code });
const FULL = "IO error: No space left on device: While appending to file: /s/000008.log: No space left on device";

test.each([
  ["LEVEL_CORRUPTION", "Corruption: checksum mismatch", "corrupt", "unknown"],
  ["LEVEL_LOCKED", "IO error: lock hold by current process", "in-use", "not-committed"],
  ["LEVEL_IO_ERROR", FULL, "full", "not-committed"],
  ["LEVEL_IO_ERROR", "IO error: While appending to file: /s/8.log: File too large", "full", "not-committed"],
  ["LEVEL_IO_ERROR", "IO error: While fdatasync: /s/8.log: No space left on device", "io", "unknown"],
  ["LEVEL_IO_ERROR", "IO error: While fdatasync: /s/8.log: Input/output error", "io", "unknown"],
  [
    "LEVEL_IO_ERROR",
    "IO error: While open a file for appending: /s/8.log: Read-only file system",
    "read-only",
    "not-committed",
  ],
  [undefined, "Not implemented: no such compression", "unsupported", "not-committed"],
  ["EROFS", "EROFS: read-only file system", "read-only", "not-committed"],
  ["toString", "another error", "io", "unknown"],
] as const)("%s with %j means %s, %s", (code, message, meaning, outcome) => {
  const cause = said(code, message);
  expect(rocksdbError(cause, "commit")).toMatchObject({ code: meaning, outcome, cause });
});

test("what the caller knows of a commit counts, and an error of the contract stays as it is", () => {
  expect(rocksdbError("not even an error", "commit", "not-committed")).toMatchObject({
    code: "io",
    outcome: "not-committed",
  });
  const error = new BackendError("closed", "closed");
  expect(rocksdbError(error, "commit")).toBe(error);
});
