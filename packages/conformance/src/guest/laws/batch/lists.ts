import { fill, holdsExactly } from "../../expect/contents.ts";
import { refused, same } from "../../expect/expect.ts";
import { getEntry, getMany, write } from "../../host/batch.ts";
import { remove, set } from "../../host/storage.ts";
import { call, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes, utf8 } from "../../values/bytes.ts";

const wit = "wit/storage-batch.wit";

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);

/** Laws about reading several keys. */
export const listLaws: readonly WrittenLaw[] = [
  {
    name: "storage-get-many answers values at the positions of their keys, none for those that are absent",
    where: wit,
    steps: [
      call(() => fill({ a: "1", b: "", c: "333" })),
      call(() => {
        same("storage-get-many", getMany(["c", "none", "a"]), [utf8("333"), undefined, utf8("1")]);
        same("storage-get-many of one twice", getMany(["a", "b", "a"]), [utf8("1"), utf8(""), utf8("1")]);
        same("storage-get-many of nothing", getMany([]), []);
        set("c", "4");
        remove("a");
        same("with the call's own writes", getMany(["a", "c"]), [undefined, utf8("4")]);
      }),
    ],
  },
  {
    name: "a list of 100 items is taken, and one of 101 is limit-exceeded, in every function",
    where: "Limits",
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => {
        const [fine, tooMany] = [numbered(100), numbered(101)];
        const writes = (keys: readonly string[]) => keys.map((key) => [key, key] as const);
        const checks = (keys: readonly string[]) => keys.map((key) => [key, undefined] as const);
        refused("limit-exceeded", "storage-write of 101 writes", () => write([], writes(tooMany)));
        refused("limit-exceeded", "storage-write of 101 checks", () => write(checks(tooMany), []));
        holdsExactly({});
        write(checks(fine), writes(fine));
        same("storage-get-many of 100 keys", getMany(fine), fine.map(utf8));
        refused("limit-exceeded", "storage-get-many of 101 keys", () => getMany(tooMany));
      }),
      call(() => same("the number of keys", getMany(numbered(100)).filter((value) => value !== undefined).length, 100)),
    ],
  },
  {
    name: "values of more than 16 MiB together are limit-exceeded, and never fewer",
    where: "Limits",
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => {
        for (const key of numbered(17)) set(key, manyBytes(1_048_576));
        const often = Array.from({ length: 17 }, () => numbered(1)[0] ?? "");
        refused("limit-exceeded", "a value of 1 MiB 17 times", () => getMany(often));
      }),
      call(() => {
        const values = getMany(numbered(16));
        same(
          "16 values of 1 MiB",
          values.map((value) => value?.length),
          numbered(16).map(() => 1_048_576),
        );
        refused("limit-exceeded", "17 values of 1 MiB", () => getMany(numbered(17)));
      }),
    ],
  },
  {
    name: "storage-get-entry answers a value with its version, and none for an absent key",
    where: wit,
    steps: [
      call(() => set("a", "1")),
      call(() => {
        same("storage-get-entry", getEntry("a"), { value: utf8("1"), version: 1, expiresAt: undefined });
        same("storage-get-entry of an absent key", getEntry("none"), undefined);
      }),
    ],
  },
];
