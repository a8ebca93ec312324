import { holdsExactly } from "../../expect/contents.ts";
import { holds, refused, same } from "../../expect/expect.ts";
import { get, has, keys, remove, set } from "../../host/storage.ts";
import { call, type WrittenLaw } from "../../plan/written-law.ts";

const where = "Keys, values, order";

/** Odd keys that are valid. */
const ODD_KEYS = [
  " ",
  "a b",
  "a ",
  " a",
  ".",
  "..",
  "/",
  "a//b",
  "\\",
  '"',
  "'",
  "%",
  "%00",
  "*",
  "?",
  ":",
  "__proto__",
  "constructor",
  "null",
  "0",
  "\u00a0",
  "\u00ad",
  "\u200b",
  "\u202e",
  "\u2028",
  "a\ufeffb",
  "\ufffe",
  "\uffff",
  "\ufffd",
  "\ud7ff",
  "\ue000",
  "\u{10000}",
  "\u{1f600}",
  "\u{10ffff}",
];

/** Different keys that look alike, or that some normalization would make equal. */
const LOOKALIKES = [
  "\u00e9",
  "e\u0301",
  "A",
  "a",
  "\u00c5",
  "\u212b",
  "\ufb01",
  "fi",
  "\u00df",
  "ss",
  "x",
  "x ",
  "\u2126",
  "\u03a9",
];

const eachCode = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index));

/** All functions that take a key or a prefix. */
const ASKED: readonly (readonly [string, (key: string) => unknown])[] = [
  ["storage-get", get],
  ["storage-set", (key) => set(key, "1")],
  ["storage-delete", remove],
  ["storage-has", has],
  ["storage-keys", keys],
];

/** Requires that all functions that take a key refuse this one. */
function isRefused(what: string, key: string): void {
  refused("invalid-key", `storage-set of ${what}`, () => set(key, "1"));
  refused("invalid-key", `storage-delete of ${what}`, () => remove(key));
  refused("invalid-key", `storage-has of ${what}`, () => has(key));
  refused("invalid-key", `storage-get of ${what}`, () => get(key));
}

function allKept(all: readonly string[]): WrittenLaw["steps"] {
  const entries = new Map(all.map((key, index) => [key, `value ${index}`]));
  return [
    call(() => {
      for (const [key, value] of entries) set(key, value);
      holdsExactly(entries);
    }),
    call(() => holdsExactly(entries)),
  ];
}

/** Laws of `storage` about keys. */
export const keyLaws: readonly WrittenLaw[] = [
  {
    name: "keys are any text without control characters, and stay as they are",
    where,
    steps: allKept(ODD_KEYS),
  },
  {
    name: "keys that look alike are different keys: no normal form, no case folding",
    where,
    steps: allKept(LOOKALIKES),
  },
  {
    name: "keys of one and of 256 bytes are kept",
    where: "Limits",
    assumes: ["limits-of-the-contract"],
    steps: allKept(["k", "k".repeat(256), `${"k".repeat(255)}l`, "\u{1f600}".repeat(64), `${"\u20ac".repeat(85)}a`]),
  },
  {
    name: "a key of more than 256 bytes is invalid-key, however few characters it has",
    where: "Limits",
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => {
        isRefused("257 bytes", "k".repeat(257));
        isRefused("86 characters of 3 bytes", "\u20ac".repeat(86));
        isRefused("65 characters of 4 bytes", "\u{1f600}".repeat(65));
        isRefused("100 000 bytes", "k".repeat(100_000));
        holdsExactly({});
      }),
    ],
  },
  {
    name: "the empty key is invalid-key",
    where,
    steps: [
      call(() => {
        isRefused("the empty key", "");
        holdsExactly({});
      }),
    ],
  },
  {
    name: "a key with a control character anywhere is invalid-key",
    where,
    steps: [
      call(() => {
        for (const control of [...eachCode(0, 0x1f), ...eachCode(0x7f, 0x9f)]) {
          const code = control.charCodeAt(0).toString(16);
          isRefused(`U+${code} alone`, control);
          refused("invalid-key", `storage-set of U+${code} first`, () => set(`${control}key`, "1"));
          refused("invalid-key", `storage-set of U+${code} inside`, () => set(`ke${control}y`, "1"));
          refused("invalid-key", `storage-get of U+${code} last`, () => get(`key${control}`));
        }
        holdsExactly({});
      }),
    ],
  },
  {
    name: "a key that begins with U+FEFF is invalid-key, and is not shortened",
    where,
    steps: [
      call(() => {
        set("key", "1");
        isRefused("U+FEFF and a key", "\ufeffkey");
        isRefused("U+FEFF", "\ufeff");
        holdsExactly({ key: "1" });
      }),
    ],
  },
  {
    name: "the text of invalid-key does not repeat the key",
    where: "Answers",
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => {
        for (const key of ["private name\u0000", `private name${"x".repeat(300)}`, "\ufeffprivate name"]) {
          for (const [name, work] of ASKED) {
            const text = refused<string>("invalid-key", name, () => work(key));
            holds("a text that does not repeat the key", !text.includes("private"), text);
          }
        }
      }),
    ],
  },
  {
    name: "a prefix obeys the grammar of keys",
    where,
    steps: [
      call(() => {
        set("key", "1");
        for (const prefix of ["\u0000", "k\n", "\u007f", "k\u0085", "\ufeff", "\ufeffkey"])
          refused("invalid-key", `storage-keys of ${JSON.stringify(prefix)}`, () => keys(prefix));
        same("storage-keys of a prefix that is fine", keys("k"), ["key"]);
      }),
    ],
  },
  {
    name: "a prefix of 256 bytes is a prefix, and one of more is invalid-key",
    where: "Limits",
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => {
        set("k".repeat(256), "1");
        same("storage-keys", keys("k".repeat(256)), ["k".repeat(256)]);
        refused("invalid-key", "storage-keys of 257 bytes", () => keys("k".repeat(257)));
      }),
    ],
  },
];
