import { holdsExactly } from "../../expect/contents.ts";
import { refused, refusedWith, same } from "../../expect/expect.ts";
import { increment } from "../../host/batch.ts";
import { get, set } from "../../host/storage.ts";
import { call, restart, type WrittenLaw } from "../../plan/written-law.ts";
import { toBytes, utf8 } from "../../values/bytes.ts";

/** Values that cannot be incremented. */
const NO_COUNTERS = [
  "",
  " ",
  "01",
  "+1",
  "-0",
  "00",
  "-",
  "--1",
  "1.0",
  "1e3",
  " 1",
  "1 ",
  "1\n",
  "abc",
  "0x10",
  "\u0661",
  "9223372036854775808",
  "-9223372036854775809",
  "10000000000000000000",
  "1".repeat(40),
];

/** Laws about counters. */
export const counterLaws: readonly WrittenLaw[] = [
  {
    name: "a counter is its decimal digits, and an absent one counts from 0",
    where: "Counters",
    steps: [
      call(() => {
        same("the first increment", increment("n", 5), 5);
        same("storage-get", get("n"), utf8("5"));
        same("an increment below 0", increment("n", -12), -7);
        same("storage-get of a negative one", get("n"), utf8("-7"));
        same("an increment by 0", increment("n", 0), -7);
        same("an increment to 0", increment("n", 7), 0);
        same("storage-get of 0", get("n"), utf8("0"));
        same("an increment of an absent one by 0", increment("m", 0), 0);
        set("set", "41");
        same("an increment of what was set", increment("set", 1), 42);
      }),
      restart,
      call(() => holdsExactly({ m: "0", n: "0", set: "42" })),
    ],
  },
  {
    name: "counters count exactly to the ends of 64 bits, and overflow is invalid-argument and leaves them",
    where: "Counters",
    steps: [
      call(() => {
        set("n", "9223372036854775806");
        increment("n", 1);
        same("the largest counter", get("n"), utf8("9223372036854775807"));
        refused("invalid-argument", "an increment of it", () => increment("n", 1));
        same("the largest counter", get("n"), utf8("9223372036854775807"));
        set("m", "-9223372036854775807");
        increment("m", -1);
        same("the smallest counter", get("m"), utf8("-9223372036854775808"));
        refused("invalid-argument", "a decrement of it", () => increment("m", -1));
        set("l", "9007199254740993");
        increment("l", 2);
        same("a counter beyond 2^53", get("l"), utf8("9007199254740995"));
      }),
    ],
  },
  {
    name: "what is no counter is invalid-argument, and is left as it was",
    where: "Counters",
    steps: [
      call(() => {
        for (const value of NO_COUNTERS) {
          set("n", value);
          refused("invalid-argument", `an increment of ${JSON.stringify(value)}`, () => increment("n", 1));
          refused("invalid-argument", `an increment of ${JSON.stringify(value)} by 0`, () => increment("n", 0));
          same("storage-get", get("n"), toBytes(value));
        }
        set("n", Uint8Array.of(0xff, 0x31));
        refused("invalid-argument", "an increment of what is no text", () => increment("n", 1));
      }),
    ],
  },
  {
    name: "a counter that grows by a digit counts against the quota",
    where: "Limits",
    roles: { small: { quotaBytes: 3 } },
    steps: [
      call(() => {
        set("n", "98");
        same("an increment within its digits", increment("n", 1), 99);
        refusedWith("quota-exceeded", { used: 3, quota: 3, requested: 1 }, "one digit more", () => increment("n", 1));
        same("an increment to fewer digits", increment("n", -95), 4);
        holdsExactly({ n: "4" });
      }, "small"),
    ],
  },
];
