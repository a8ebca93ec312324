import { fill, holdsExactly } from "../../expect/contents.ts";
import { refused, same } from "../../expect/expect.ts";
import { clear, set, size } from "../../host/storage.ts";
import { begin, commit, rollback } from "../../host/transactions.ts";
import { call, refusing, rejected, trapping, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes } from "../../values/bytes.ts";
import { accessLaw } from "../access-law.ts";
import { BEFORE, changeEverything, noneIsOpen } from "./ending.ts";

const where = "One call is one transaction";

const assumes = ["one-call-is-one-transaction"] as const;

/** Laws about savepoints and failures. */
export const failingLaws: readonly WrittenLaw[] = [
  {
    name: "a call that leaves a transaction open is rolled back, and its caller is told",
    where,
    assumes,
    steps: [
      call(() => fill(BEFORE)),
      rejected(() => {
        set("before", "1");
        begin();
        set("inside", "2");
      }),
      call(() => holdsExactly(BEFORE)),
      rejected(() => {
        begin();
        begin();
        commit();
      }),
      call(() => {
        noneIsOpen();
        holdsExactly(BEFORE);
      }),
    ],
  },
  {
    name: "a transaction that a failed call has left open is over",
    where,
    assumes,
    steps: [
      call(() => fill(BEFORE)),
      refusing(() => {
        begin();
        set("a", "2");
      }),
      call(noneIsOpen),
      trapping(() => {
        begin();
        begin();
        set("a", "3");
      }),
      call(() => {
        noneIsOpen();
        holdsExactly(BEFORE);
      }),
    ],
  },
  {
    name: "what a transaction committed is undone with the call that fails",
    where,
    assumes,
    steps: [
      call(() => fill(BEFORE)),
      trapping(() => {
        begin();
        changeEverything();
        commit();
      }),
      call(() => holdsExactly(BEFORE)),
      refusing(() => {
        begin();
        clear();
        commit();
      }),
      call(() => holdsExactly(BEFORE)),
    ],
  },
  {
    name: "an error inside of a transaction does not end it",
    where: "Answers",
    roles: { small: { quotaBytes: 50 } },
    steps: [
      call(() => {
        begin();
        set("a", "1");
        refused("invalid-key", "an invalid key", () => set("", ""));
        refused("quota-exceeded", "too much", () => set("b", manyBytes(60)));
        holdsExactly({ a: "1" });
        rollback();
        holdsExactly({});
      }, "small"),
    ],
  },
  {
    name: "room that a transaction took comes back when it is rolled back",
    where: "Limits",
    roles: { small: { quotaBytes: 50 } },
    steps: [
      call(() => {
        set("a", manyBytes(19));
        begin();
        set("b", manyBytes(29));
        refused("quota-exceeded", "one key more", () => set("c", ""));
        rollback();
        same("storage-size", size(), 20);
        set("c", manyBytes(29));
      }, "small"),
      call(() => holdsExactly({ a: manyBytes(19), c: manyBytes(29) }), "small"),
    ],
  },
  accessLaw([
    ["storage-begin", "write", begin],
    ["storage-commit", "write", commit],
    ["storage-rollback", "write", rollback],
  ]),
  {
    name: "patterns of keys are nothing to transactions",
    where: "Permissions",
    roles: { narrow: { keys: ["a*"], access: "read-write" } },
    steps: [
      call(() => {
        begin();
        set("a", "1");
        commit();
        begin();
        rollback();
      }, "narrow"),
      call(() => holdsExactly({ a: "1" })),
    ],
  },
];
