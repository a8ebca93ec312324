import { fill, holdsExactly } from "../../expect/contents.ts";
import { denied, refused, same } from "../../expect/expect.ts";
import { count, deleteRange, range, rangeKeys, scan } from "../../host/ranges.ts";
import { call, type WrittenLaw } from "../../plan/written-law.ts";
import { accessLaw } from "../access-law.ts";

/** Laws about access to ranges. */
export const rangeAccessLaws: readonly WrittenLaw[] = [
  accessLaw([
    ["storage-range", "read", () => range({})],
    ["storage-range-keys", "read", () => rangeKeys({})],
    ["storage-scan", "read", () => scan("", undefined, 1)],
    ["storage-count", "read", () => count({})],
    ["storage-delete-range", "write", () => deleteRange({ prefix: "a" })],
  ]),
  {
    name: "what a range reaches for has to be inside of a pattern: its prefix, or what start and end have in common",
    where: "Permissions",
    roles: { narrow: { keys: ["users/*", "a*"] } },
    steps: [
      call(() => fill({ "users/a": "1", "users/b": "2", other: "3" })),
      call(() => {
        same("a prefix inside", rangeKeys({ prefix: "users/" }).keys, ["users/a", "users/b"]);
        same("start and end inside", count({ start: "users/a", end: "users/b" }), 1);
        same("a prefix and a start", count({ prefix: "users/", start: "b" }), 2);
        same("a short prefix with more in common", count({ prefix: "u", start: "users/a", end: "users/b" }), 1);
        same("a long prefix with less in common", count({ prefix: "users/a", start: "b", end: "z" }), 1);
        same("storage-scan inside", scan("users/", undefined, 5).entries.length, 2);
        denied("keys:*", "storage-range of everything", () => range({}));
        denied("keys:*", "storage-count of a start alone", () => count({ start: "users/a" }));
        denied("keys:users*", "storage-range-keys of start and end", () =>
          rangeKeys({ start: "users/a", end: "users0" }),
        );
        denied("keys:us*", "storage-scan", () => scan("us", undefined, 5));
        denied("keys:other*", "storage-delete-range", () => deleteRange({ prefix: "other" }));
        same("storage-delete-range inside", deleteRange({ prefix: "users/b" }), 1);
      }, "narrow"),
      call(() => holdsExactly({ "users/a": "1", other: "3" })),
    ],
  },
  {
    name: "access is looked at before bounds, bounds before patterns, and cursors and limits last",
    where: "Answers",
    roles: { reader: { access: "read-only" }, narrow: { keys: ["users/*"] } },
    steps: [
      call(
        () => refused("permission-denied", "storage-delete-range of a bad bound", () => deleteRange({ start: "" })),
        "reader",
      ),
      call(() => {
        refused("invalid-key", "a bad bound outside of the patterns", () => range({ start: "" }));
        refused("permission-denied", "a bad cursor outside of the patterns", () => range({}, { cursor: "x" }));
        refused("permission-denied", "a bad limit outside of the patterns", () => rangeKeys({}, { limit: 0 }));
      }, "narrow"),
    ],
  },
];
