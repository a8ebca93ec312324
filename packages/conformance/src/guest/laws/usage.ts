import { fill } from "../expect/contents.ts";
import { denied, same } from "../expect/expect.ts";
import { clear, get, remove, set, size } from "../host/storage.ts";
import { usage } from "../host/usage.ts";
import { call, refusing, restart, trapping, type WrittenLaw } from "../plan/written-law.ts";
import { manyBytes } from "../values/bytes.ts";
import { Random } from "../values/random.ts";
import { accessLaw } from "./access-law.ts";

const where = "wit/storage-usage.wit";
const SMALL = { small: { quotaBytes: 50 } };

function uses(usedBytes: number, keyCount: number, quotaBytes = 50): void {
  same("storage-usage", usage(), { usedBytes, quotaBytes, keyCount });
}

/** All laws of `storage-usage`. */
export const usageLaws: readonly WrittenLaw[] = [
  {
    name: "an empty namespace uses nothing, and may use its quota",
    where,
    roles: { small: { quotaBytes: 50 }, large: { id: "-large", quotaBytes: 123_456 } },
    steps: [call(() => uses(0, 0), "small"), call(() => uses(0, 0, 123_456), "large")],
  },
  {
    name: "usage is exact at every instant, with the call's own writes",
    where,
    roles: SMALL,
    steps: [
      call(() => {
        set("a", "1");
        uses(2, 1);
        set("b", "");
        uses(3, 2);
        set("\u20ac", "22");
        uses(8, 3);
        set("a", "333");
        uses(10, 3);
        remove("b");
        uses(9, 2);
        remove("b");
        uses(9, 2);
      }, "small"),
      call(() => {
        uses(9, 2);
        set("a", "");
        uses(6, 2);
        remove("a");
        uses(5, 1);
        set("a", "1");
        remove("a");
        uses(5, 1);
      }, "small"),
      call(() => uses(5, 1), "small"),
    ],
  },
  {
    name: "after storage-clear nothing is used",
    where,
    roles: SMALL,
    steps: [
      call(() => fill({ a: "1", b: "2", c: "" }), "small"),
      call(() => {
        set("d", "4");
        clear();
        uses(0, 0);
        set("e", "5");
        uses(2, 1);
      }, "small"),
      call(() => uses(2, 1), "small"),
    ],
  },
  {
    name: "usage is what it was before when a call fails",
    where,
    assumes: ["one-call-is-one-transaction"],
    roles: SMALL,
    steps: [
      call(() => fill({ a: "1", b: "2" }), "small"),
      trapping(() => {
        set("c", "3");
        remove("a");
        uses(4, 2);
      }, "small"),
      call(() => uses(4, 2), "small"),
      refusing(() => {
        clear();
        uses(0, 0);
      }, "small"),
      call(() => uses(4, 2), "small"),
    ],
  },
  {
    name: "usage is the same after a restart",
    where,
    roles: SMALL,
    steps: [
      call(() => fill({ a: "1", b: "22", c: "" }), "small"),
      restart,
      call(() => {
        uses(6, 3);
        set("a", "");
      }, "small"),
      restart,
      call(() => uses(5, 3), "small"),
    ],
  },
  {
    name: "more keys are counted than one answer may list",
    where,
    roles: { owner: {} },
    steps: [
      ...[0, 1, 2, 3, 4].map((part) =>
        call(() => {
          for (let index = part * 2_010; index < (part + 1) * 2_010; index++) set(`${index}`, "");
          same("the number of keys", usage().keyCount, (part + 1) * 2_010);
        }),
      ),
      call(() => same("the number of keys in the next call", usage().keyCount, 10_050)),
    ],
  },
  {
    name: "what other components use is no part of it",
    where,
    roles: { ...SMALL, other: { id: "-other" } },
    steps: [call(() => set("a", manyBytes(1_000)), "other"), call(() => uses(0, 0), "small")],
  },
  {
    name: "with patterns of keys usage is that of the whole namespace",
    where: "Permissions",
    roles: { narrow: { keys: ["a*"], quotaBytes: 50 }, ...SMALL },
    steps: [
      call(() => fill({ a: "1", b: "2" }), "small"),
      call(() => {
        denied("keys:b", "storage-get of a key outside", () => get("b"));
        uses(4, 2);
      }, "narrow"),
    ],
  },
  accessLaw([["storage-usage", "read", usage]]),
  {
    name: "usage and size agree, whatever is done",
    where,
    steps: [1, 2, 3].map((seed) =>
      call(() => {
        const random = new Random(seed);
        for (let index = 0; index < 200; index++) {
          const key = `k${random.below(20)}`;
          if (random.below(3) === 0) remove(key);
          else set(key, random.bytes(20));
          same("used bytes", usage().usedBytes, size());
        }
      }),
    ),
  },
];
