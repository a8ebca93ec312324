import { fill, holdsExactly } from "../../expect/contents.ts";
import { refused, refusedWith, same } from "../../expect/expect.ts";
import { clear, get, remove, set, size } from "../../host/storage.ts";
import { call, restart, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes, utf8 } from "../../values/bytes.ts";

const where = "Limits";
const SMALL = { quotaBytes: 50, id: "" };

/** Laws of `storage` about used bytes and quotas. */
export const sizeLaws: readonly WrittenLaw[] = [
  {
    name: "used bytes are the bytes of keys and values, exactly, with the call's own writes",
    where,
    steps: [
      call(() => {
        set("k", "12345");
        same("after the first write", size(), 6);
        set("\u20ac\u{1f600}", "");
        same("after a key of 7 bytes without a value", size(), 13);
        set("empty", manyBytes(1_000));
        same("after 1 000 bytes", size(), 1_018);
      }),
      call(() => same("in the next call", size(), 1_018)),
    ],
  },
  {
    name: "overwriting counts the difference, deleting takes key and value away",
    where,
    steps: [
      call(() => set("key", "12345")),
      call(() => {
        set("key", "1234567");
        same("after a longer value", size(), 10);
        set("key", "1");
        same("after a shorter value", size(), 4);
        set("key", "2");
        same("after one as long", size(), 4);
        remove("other");
        same("after deleting what is absent", size(), 4);
        set("other", "22");
        remove("key");
        same("after deleting", size(), 7);
      }),
      call(() => {
        same("in the next call", size(), 7);
        remove("other");
        same("after deleting the last key", size(), 0);
      }),
    ],
  },
  {
    name: "writing one key many times in a call counts it once",
    where,
    steps: [
      call(() => {
        for (let round = 0; round < 100; round++) set("key", manyBytes(round));
        same("after 100 writes", size(), 102);
      }),
      call(() => same("in the next call", size(), 102)),
    ],
  },
  {
    name: "storage-clear removes every key, and used bytes are 0",
    where: "wit/storage.wit",
    steps: [
      call(() => fill({ a: "1", "a/b": "2", "\u{10ffff}": "3", "!": "" })),
      call(() => {
        set("new", "4");
        clear();
        holdsExactly({});
        same("storage-get of what was there", get("a"), undefined);
        set("after", "5");
        holdsExactly({ after: "5" });
      }),
      call(() => {
        holdsExactly({ after: "5" });
        clear();
        clear();
      }),
      restart,
      call(() => holdsExactly({})),
    ],
  },
  {
    name: "a namespace can be filled to the last byte of its quota, and not further",
    where: "Limits",
    roles: { small: SMALL },
    steps: [
      call(() => {
        set("key", manyBytes(47));
        refusedWith("quota-exceeded", { used: 50, quota: 50, requested: 1 }, "a new key of one byte", () =>
          set("k", ""),
        );
        holdsExactly({ key: manyBytes(47) });
      }, "small"),
      call(() => {
        const details = { used: 50, quota: 50, requested: 1 };
        refusedWith("quota-exceeded", details, "one byte more", () => set("key", manyBytes(48)));
        refused("quota-exceeded", "a large value", () => set("other", manyBytes(60_000)));
        holdsExactly({ key: manyBytes(47) });
      }, "small"),
    ],
  },
  {
    name: "quota-exceeded carries the bytes used before, the quota, and what the write would have added",
    where: "Answers",
    roles: { small: SMALL },
    steps: [
      call(() => set("a", manyBytes(9)), "small"),
      call(() => {
        set("b", manyBytes(19));
        const asNew = { used: 30, quota: 50, requested: 21 };
        refusedWith("quota-exceeded", asNew, "a new key", () => set("c", manyBytes(20)));
        const asMore = { used: 30, quota: 50, requested: 31 };
        refusedWith("quota-exceeded", asMore, "a longer value", () => set("a", manyBytes(40)));
        holdsExactly({ a: manyBytes(9), b: manyBytes(19) });
      }, "small"),
      call(() => holdsExactly({ a: manyBytes(9), b: manyBytes(19) }), "small"),
    ],
  },
  {
    name: "deleting, shortening and clearing make room at once",
    where: "Limits",
    roles: { small: SMALL },
    steps: [
      call(() => {
        set("a", manyBytes(24));
        set("b", manyBytes(24));
        refused("quota-exceeded", "a third key", () => set("c", ""));
        remove("a");
        set("c", manyBytes(24));
        set("b", "");
        set("d", manyBytes(23));
        refused("quota-exceeded", "one more", () => set("e", ""));
        clear();
        set("e", manyBytes(49));
      }, "small"),
      call(() => holdsExactly({ e: manyBytes(49) }), "small"),
    ],
  },
  {
    name: "a write that adds no bytes is never refused for the quota, not even when more is used than it allows",
    where: "Limits",
    roles: { small: SMALL },
    steps: [
      call(() => fill({ a: manyBytes(60), b: manyBytes(60) })),
      restart,
      call(() => {
        set("a", manyBytes(60, 1));
        set("b", manyBytes(59));
        const details = { used: 121, quota: 50, requested: 1 };
        refusedWith("quota-exceeded", details, "a longer value", () => set("b", manyBytes(60)));
        refusedWith("quota-exceeded", { ...details, requested: 2 }, "a new key", () => set("c", "1"));
        same("storage-delete", remove("b"), true);
        set("a", "");
        set("c", "1");
      }, "small"),
      call(() => holdsExactly({ a: "", c: "1" }), "small"),
    ],
  },
  {
    name: "a quota holds after a restart as before it",
    where: "Limits",
    roles: { small: SMALL },
    steps: [
      call(() => set("key", manyBytes(46)), "small"),
      restart,
      call(() => {
        refusedWith("quota-exceeded", { used: 49, quota: 50, requested: 2 }, "a key", () => set("ab", ""));
        set("a", "");
      }, "small"),
      restart,
      call(
        () => refusedWith("quota-exceeded", { used: 50, quota: 50, requested: 1 }, "a key", () => set("b", "")),
        "small",
      ),
    ],
  },
  {
    name: "the values that one call writes are 256 MiB at most, whether they replace each other or not",
    where: "Limits",
    assumes: ["limits-of-the-contract", "one-call-is-one-transaction"],
    steps: [
      call(() => {
        const value = manyBytes(1_048_576);
        for (let count = 0; count < 256; count++) set("a", value);
        refused("limit-exceeded", "the value after 256 of 1 MiB", () => set("a", value));
        refused("limit-exceeded", "the same once more", () => set("b", value));
        same("storage-size", size(), 1_048_577);
      }),
    ],
  },
  {
    name: "one call changes 10 000 keys at most, set and deleted ones together, and each key counts once",
    where: "Limits",
    assumes: ["limits-of-the-contract", "one-call-is-one-transaction"],
    steps: [
      call(() => fill({ a: "1", b: "1" })),
      call(() => {
        same("storage-delete", remove("a"), true);
        for (let count = 1; count < CALL_KEYS_MAX; count++) set(numbered(count), "");
        refused("limit-exceeded", "key 10 001", () => set("more", ""));
        refused("limit-exceeded", "key 10 001, which is deleted", () => remove("b"));
        same("storage-get of the key that was not deleted", get("b"), utf8("1"));
        set(numbered(1), "again");
        same("storage-delete of a key that there is not", remove("none"), false);
      }),
      call(() => {
        same("storage-get of the key that counted once", get(numbered(1)), utf8("again"));
        same("storage-get of the key that was one too many", get("more"), undefined);
        set("more", "");
      }),
    ],
  },
  {
    name: "a clear of more keys than one call may change is limit-exceeded, and removes none",
    where: "Limits",
    assumes: ["limits-of-the-contract", "one-call-is-one-transaction"],
    steps: [
      call(() => {
        for (let count = 1; count <= CALL_KEYS_MAX; count++) set(numbered(count), "");
      }),
      call(() => set("more", "")),
      call(() => {
        refused("limit-exceeded", "storage-clear of 10 001 keys", clear);
        same("storage-size", size(), CALL_KEYS_MAX * 5 + 4);
      }),
      call(() => same("storage-delete", remove("more"), true)),
      call(clear),
      call(() => holdsExactly({})),
    ],
  },
];

const CALL_KEYS_MAX = 10_000;

/** Returns a number of keys of 5 bytes each. */
function numbered(count: number): string {
  return String(count).padStart(5, "0");
}
