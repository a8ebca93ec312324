import { fill } from "../../expect/contents.ts";
import { refused, same } from "../../expect/expect.ts";
import { keys, remove, set, size } from "../../host/storage.ts";
import { call, type WrittenLaw } from "../../plan/written-law.ts";
import { inOrder } from "../../values/bytes.ts";

const where = "Keys, values, order";
const KEYS_PER_ANSWER_MAX = 10_000;
const number = (index: number) => String(index).padStart(5, "0");

/** Keys in the order of their bytes, which differs from that of UTF-16 and of any language. */
const ORDERED = [
  " ",
  "!",
  "10",
  "9",
  "A",
  "B",
  "a",
  "a!",
  "a/",
  "a/b",
  "a0",
  "aa",
  "b",
  "z",
  "~",
  "\u00a0",
  "\u00e4",
  "\u00e4a",
  "\u0416",
  "\u20ac",
  "\ud7ff",
  "\ue000",
  "\uff5e",
  "\uffff",
  "\u{10000}",
  "\u{1f600}",
  "\u{10ffff}",
  "\u{10ffff}\u{10ffff}",
];

/** Laws of `storage` about listings. */
export const orderLaws: readonly WrittenLaw[] = [
  {
    name: "keys are listed in the unsigned order of the bytes of their UTF-8",
    where,
    steps: [
      call(() => {
        // Written neither in order nor in reverse.
        for (const key of ORDERED.filter((_, index) => index % 3 === 1)) set(key, "");
        for (const key of ORDERED.filter((_, index) => index % 3 !== 1).reverse()) set(key, "");
        same("storage-keys in the call that has set them", keys(), ORDERED);
      }),
      call(() => same("storage-keys in the next call", keys(), ORDERED)),
    ],
  },
  {
    name: "U+FFFF comes before U+10000, which is the other way round in UTF-16",
    where,
    steps: [
      call(() => {
        set("\u{10000}", "");
        set("\uffff", "");
        same("storage-keys", keys(), ["\uffff", "\u{10000}"]);
      }),
      call(() => same("storage-keys in the next call", keys(), ["\uffff", "\u{10000}"])),
    ],
  },
  {
    name: "no prefix and the empty prefix list every key",
    where: "wit/storage.wit",
    steps: [
      call(() => fill({ b: "", a: "", "a/1": "" })),
      call(() => {
        same("storage-keys without a prefix", keys(), ["a", "a/1", "b"]);
        same("storage-keys of the empty prefix", keys(""), ["a", "a/1", "b"]);
      }),
    ],
  },
  {
    name: "a prefix lists the keys that begin with it, itself included, and no others",
    where: "wit/storage.wit",
    steps: [
      call(() => fill({ user: "", users: "", "users/": "", "users/1": "", "users/2": "", users0: "", "Users/3": "" })),
      call(() => {
        same("storage-keys of users/", keys("users/"), ["users/", "users/1", "users/2"]);
        same("storage-keys of users", keys("users"), ["users", "users/", "users/1", "users/2", "users0"]);
        same("storage-keys of users/1", keys("users/1"), ["users/1"]);
        same("storage-keys of users/11", keys("users/11"), []);
      }),
    ],
  },
  {
    name: "a prefix may end in the last characters that there are",
    where,
    steps: [
      call(() => fill({ "a\u{10ffff}": "", "a\u{10ffff}\u{10ffff}": "", "a\u{10ffff}b": "", "\u{10ffff}": "", b: "" })),
      call(() => {
        same("storage-keys of a and U+10FFFF", keys("a\u{10ffff}"), [
          "a\u{10ffff}",
          "a\u{10ffff}b",
          "a\u{10ffff}\u{10ffff}",
        ]);
        same("storage-keys of U+10FFFF", keys("\u{10ffff}"), ["\u{10ffff}"]);
      }),
    ],
  },
  {
    name: "a prefix means characters as they are: no patterns",
    where,
    steps: [
      call(() => fill({ "a*": "", ab: "", "a%": "", a_: "", "a.": "", "a\\": "" })),
      call(() => {
        for (const key of ["a*", "a%", "a_", "a.", "a\\"]) same(`storage-keys of ${key}`, keys(key), [key]);
      }),
    ],
  },
  {
    name: "10 000 keys are one answer; one more is limit-exceeded, never fewer keys",
    where: "Limits",
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => {
        for (let index = 0; index < KEYS_PER_ANSWER_MAX; index++) set(number(index), "");
      }),
      call(() => {
        const all = Array.from({ length: KEYS_PER_ANSWER_MAX }, (_, index) => number(index));
        same("storage-keys of 10 000 keys", keys(), all);
        set("one more", "");
        refused("limit-exceeded", "storage-keys of 10 001 keys", () => keys());
        same("storage-keys of some of them", keys("0999").length, 10);
        same("storage-size", size(), KEYS_PER_ANSWER_MAX * 5 + 8);
      }),
      call(() => {
        refused("limit-exceeded", "storage-keys of 10 001 keys in the next call", () => keys(""));
        remove("00000");
        same("the number of keys after one is deleted", keys().length, KEYS_PER_ANSWER_MAX);
      }),
    ],
  },
  {
    name: "keys that were set in many calls are listed in order",
    where,
    steps: [0, 1, 2, 3].map((round) =>
      call(() => {
        for (let index = 0; index < 30; index++) set(`${(index * 7 + round * 11) % 40}`, "");
        const listed = keys();
        same("storage-keys", listed, [...new Set(listed)].sort(inOrder));
        if (round === 3) same("the number of keys", listed.length, 40);
      }),
    ),
  },
];
