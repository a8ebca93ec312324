import { BackendError } from "@airssys/backend";
import { expect, test } from "vitest";
import { isWriteError, sqliteError } from "./sqlite-error.ts";

const failed = (errcode: number) => Object.assign(new Error("as SQLite says"), { errcode });

test.each([
  [5, "busy", "not-committed"], // SQLITE_BUSY
  [261, "busy", "not-committed"], // SQLITE_BUSY_RECOVERY
  [8, "read-only", "not-committed"], // SQLITE_READONLY
  [11, "corrupt", "not-committed"], // SQLITE_CORRUPT
  [522, "corrupt", "not-committed"], // SQLITE_IOERR_SHORT_READ
  [13, "full", "not-committed"], // SQLITE_FULL
  [18, "invalid", "not-committed"], // SQLITE_TOOBIG
  [26, "corrupt", "not-committed"], // SQLITE_NOTADB
  [1034, "io", "unknown"], // SQLITE_IOERR_FSYNC
  [778, "io", "unknown"], // SQLITE_IOERR_WRITE
  [1, "io", "unknown"], // SQLITE_ERROR
])("the code %i of SQLite at a commit is %s, %s", (errcode, code, outcome) => {
  const cause = failed(errcode);
  const error = sqliteError(cause, "commit", "unknown");
  expect(error).toMatchObject({ name: "BackendError", code, outcome, cause });
  expect(sqliteError(cause, "write")).toMatchObject({ code, outcome: "not-committed" });
});

test("errors that are neither of SQLite nor of the file system pass as they are", () => {
  for (const error of [new TypeError("a bug"), new BackendError("moved", "moved"), "text"])
    expect(sqliteError(error, "commit")).toBe(error);
});

test("an error of the file system has the code of its kind", () => {
  const cause = Object.assign(new Error("EROFS"), { code: "EROFS", errno: -30 });
  expect(sqliteError(cause, "commit")).toMatchObject({ code: "read-only", cause });
});

test("failed writes are told from failed syncs", () => {
  expect([778, 4_874, 1034, 13].map((errcode) => isWriteError(sqliteError(failed(errcode), "commit")))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
