import { openSqlite } from "@airssys/backend-sqlite";
import { expect, test } from "vitest";

const open = openSqlite as (options?: unknown) => unknown;

test.each([
  [undefined, 'the options of openSqlite must be an object such as { path: "./data.db" }, not undefined'],
  [{}, "path must be the path of a file, not undefined"],
  [{ path: "a\0" }, 'path must be the path of a file, not "a\\u0000"'],
  [
    { path: "a", readonly: true },
    '"readonly" is no option of openSqlite; known: path, readOnly, nobodyWrites, synchronous, busyTimeoutMs, cacheBytes, bytesMax',
  ],
  [{ path: "a", readOnly: 1 }, "readOnly must be true or false, not number"],
  [{ path: "a", nobodyWrites: true }, "nobodyWrites must come with readOnly: true"],
  [{ path: "a", synchronous: "off" }, 'synchronous must be "full" or "normal", not "off"'],
  [{ path: "a", busyTimeoutMs: "5" }, 'busyTimeoutMs must be a number, not "5"'],
])("openSqlite(%j) is a mistake of the caller", (options, message) => {
  expect(() => open(options)).toThrow(new TypeError(message));
});

test.each([
  ["busyTimeoutMs", -1, 0, 2_147_483_647],
  ["busyTimeoutMs", 1.5, 0, 2_147_483_647],
  ["cacheBytes", 65_535, 65_536, 2 ** 40],
  ["bytesMax", Number.NaN, 65_536, 2 ** 40],
])("%s: %d is out of range", (name, value, min, max) => {
  expect(() => open({ path: "a", [name]: value })).toThrow(
    new RangeError(`${name} must be an integer from ${min} to ${max}, not ${value}`),
  );
});
