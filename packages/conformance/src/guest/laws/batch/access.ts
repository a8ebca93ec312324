import { fill, holdsExactly } from "../../expect/contents.ts";
import { denied, refused, same } from "../../expect/expect.ts";
import { getEntry, getMany, getVersion, increment, write } from "../../host/batch.ts";
import { call, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes, utf8 } from "../../values/bytes.ts";
import { accessLaw } from "../access-law.ts";

/** Laws about access to batches. */
export const batchAccessLaws: readonly WrittenLaw[] = [
  accessLaw([
    ["storage-get-many", "read", () => getMany(["a"])],
    ["storage-get-entry", "read", () => getEntry("a")],
    ["storage-write", "write", () => write([], [["a", "1"]])],
    ["storage-write without writes", "write", () => write([], [])],
    ["storage-increment", "write", () => increment("a", 1)],
  ]),
  {
    name: "each key has to be inside of the patterns, of checks too, and the first that is not is named",
    where: "Permissions",
    roles: { narrow: { keys: ["users/*"] } },
    steps: [
      call(() => fill({ "users/a": "1", other: "2" })),
      call(() => {
        same("storage-get-many inside", getMany(["users/a"]), [utf8("1")]);
        denied("keys:other", "storage-get-many", () => getMany(["users/a", "other", "third"]));
        denied("keys:other", "storage-get-entry", () => getEntry("other"));
        denied("keys:other", "storage-write of a check", () => write([["other", undefined]], [["users/a", "2"]]));
        denied("keys:third", "storage-write of a key", () =>
          write(
            [],
            [
              ["users/a", "2"],
              ["third", "3"],
              ["other", "4"],
            ],
          ),
        );
        denied("keys:other", "storage-write of a key to delete", () =>
          write(
            [],
            [
              ["users/a", "2"],
              ["other", undefined],
            ],
          ),
        );
        denied("keys:other", "storage-increment", () => increment("other", 1));
        write([["users/a", getVersion("users/a")]], [["users/b", "3"]]);
      }, "narrow"),
      call(() => holdsExactly({ "users/a": "1", "users/b": "3", other: "2" })),
    ],
  },
  {
    name: "rules are looked at in their order: access, number of items, keys, patterns, sizes, and checks last",
    where: "Answers",
    assumes: ["limits-of-the-contract"],
    roles: { reader: { access: "read-only" }, narrow: { keys: ["users/*"] } },
    steps: [
      call(() => {
        const tooMany = Array.from({ length: 101 }, () => ["", "1"] as const);
        refused("permission-denied", "too many invalid keys without access", () => write([], tooMany));
      }, "reader"),
      call(() => {
        const large = manyBytes(1_048_577);
        refused("limit-exceeded", "too many invalid keys", () => getMany(Array.from({ length: 101 }, () => "")));
        refused("invalid-key", "an invalid key after one outside", () => getMany(["other", ""]));
        refused("permission-denied", "a large value outside", () => write([], [["other", large]]));
        refused("value-too-large", "a large value with a check", () => write([["users/a", 7]], [["users/a", large]]));
      }, "narrow"),
    ],
  },
];
