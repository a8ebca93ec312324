import { fill, holdsExactly } from "../../expect/contents.ts";
import { refused, same } from "../../expect/expect.ts";
import { clear, get, has, keys, remove, set, size } from "../../host/storage.ts";
import { call, refusing, restart, trapping, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes, utf8 } from "../../values/bytes.ts";

const where = "One call is one transaction";
const BEFORE = { a: "1", b: "22", c: "" };
const assumes = ["one-call-is-one-transaction"] as const;

/** Makes every kind of change, and reads it back. */
function changeEverything(): void {
  set("a", "changed");
  remove("b");
  set("new", manyBytes(10_000));
  holdsExactly({ a: "changed", c: "", new: manyBytes(10_000) });
}

function clearAndFill(): void {
  clear();
  fill({ z: "26" });
  holdsExactly({ z: "26" });
}

/** Laws of `storage` about calls and restarts. */
export const callLaws: readonly WrittenLaw[] = [
  {
    name: "a call that traps leaves nothing behind",
    where,
    assumes,
    steps: [
      call(() => fill(BEFORE)),
      trapping(changeEverything),
      call(() => holdsExactly(BEFORE)),
      trapping(clearAndFill),
      call(() => holdsExactly(BEFORE)),
      restart,
      call(() => holdsExactly(BEFORE)),
    ],
  },
  {
    name: "a call that answers an error leaves nothing behind",
    where,
    assumes,
    steps: [
      call(() => fill(BEFORE)),
      refusing(changeEverything),
      call(() => holdsExactly(BEFORE)),
      refusing(clearAndFill),
      call(() => holdsExactly(BEFORE)),
      restart,
      call(() => holdsExactly(BEFORE)),
    ],
  },
  {
    name: "calls that work follow on calls that failed",
    where,
    assumes,
    steps: [
      refusing(() => set("a", "1")),
      call(() => set("b", "2")),
      trapping(() => fill({ b: "3", c: "3" })),
      call(() => {
        holdsExactly({ b: "2" });
        set("d", "4");
      }),
      refusing(() => remove("b")),
      call(() => holdsExactly({ b: "2", d: "4" })),
    ],
  },
  {
    name: "used bytes and room come back when a call fails",
    where,
    assumes,
    roles: { small: { quotaBytes: 50 } },
    steps: [
      call(() => set("a", manyBytes(19)), "small"),
      trapping(() => set("b", manyBytes(29)), "small"),
      refusing(() => {
        same("storage-size", size(), 20);
        set("c", manyBytes(29));
      }, "small"),
      call(() => {
        same("storage-size", size(), 20);
        set("d", manyBytes(29));
      }, "small"),
      call(() => holdsExactly({ a: manyBytes(19), d: manyBytes(29) }), "small"),
    ],
  },
  {
    name: "a function that answers an error changes nothing, and undoes nothing that the call did before",
    where: "Answers",
    roles: { small: { quotaBytes: 50, access: "read-write" } },
    steps: [
      call(() => {
        set("a", "1");
        refused("invalid-key", "an invalid key", () => set("\n", "1"));
        refused("quota-exceeded", "too much", () => set("a", manyBytes(60)));
        refused("permission-denied", "storage-clear", clear);
        set("b", "2");
        refused("quota-exceeded", "too much", () => set("c", manyBytes(60)));
        holdsExactly({ a: "1", b: "2" });
      }, "small"),
      call(() => holdsExactly({ a: "1", b: "2" }), "small"),
    ],
  },
  {
    name: "what a call wrote is there after a restart",
    where,
    steps: [
      call(() => fill({ ...BEFORE, large: manyBytes(60_000, 3) })),
      restart,
      call(() => {
        holdsExactly({ ...BEFORE, large: manyBytes(60_000, 3) });
        remove("a");
        set("b", "new");
      }),
      restart,
      call(() => holdsExactly({ b: "new", c: "", large: manyBytes(60_000, 3) })),
      restart,
      restart,
      call(() => same("storage-has", has("a"), false)),
    ],
  },
  {
    name: "3 000 writes of one call are all there, or none",
    where,
    assumes,
    steps: [
      trapping(() => {
        for (let index = 0; index < 3_000; index++) set(`key ${index}`, "no");
      }),
      call(() => {
        holdsExactly({});
        for (let index = 0; index < 3_000; index++) set(`key ${index}`, `${index}`);
      }),
      restart,
      call(() => {
        for (const first of ["1", "2", "3"])
          same("the keys of a prefix", keys(`key ${first}00`).length, first === "3" ? 1 : 11);
        same("storage-size", size(), 2 * (10 + 2 * 90 + 3 * 900 + 4 * 2_000) + 4 * 3_000);
        same("storage-get of the first", get("key 0"), utf8("0"));
        same("storage-get of the last", get("key 2999"), utf8("2999"));
      }),
    ],
  },
  {
    name: "a second instance of a component has the same data",
    where: "Who asks",
    roles: { again: {} },
    steps: [
      call(() => fill({ a: "1" })),
      call(() => {
        holdsExactly({ a: "1" });
        set("b", "2");
      }, "again"),
      call(() => {
        holdsExactly({ a: "1", b: "2" });
        remove("a");
      }),
      call(() => holdsExactly({ b: "2" }), "again"),
    ],
  },
];
