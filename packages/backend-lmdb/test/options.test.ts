import { openLmdb } from "@airssys/backend-lmdb";
import { expect, test } from "vitest";

const open = openLmdb as (options?: unknown) => unknown;

test.each([
  [undefined, 'the options of openLmdb must be an object such as { path: "./data" }, not undefined'],
  ["./data", 'the options of openLmdb must be an object such as { path: "./data" }, not "./data"'],
  [{}, "path must be the path of a folder, not undefined"],
  [{ path: "" }, 'path must be the path of a folder, not ""'],
  [{ path: 7 }, "path must be the path of a folder, not number"],
  [
    { path: "a", readonly: true },
    '"readonly" is no option of openLmdb; known: path, readOnly, nobodyWrites, maxReaders',
  ],
  [{ path: "a", readOnly: "yes" }, 'readOnly must be true or false, not "yes"'],
  [{ path: "a", nobodyWrites: true }, "nobodyWrites must come with readOnly: true"],
  [{ path: "a", maxReaders: "9" }, 'maxReaders must be a number, not "9"'],
])("openLmdb(%j) is a mistake of the caller", (options, message) => {
  expect(() => open(options)).toThrow(new TypeError(message));
});

test.each([0, 1.5, 65_537, Number.NaN])("%d readers are out of range", (maxReaders) => {
  expect(() => open({ path: "a", maxReaders })).toThrow(
    new RangeError(`maxReaders must be an integer from 1 to 65536, not ${maxReaders}`),
  );
});
