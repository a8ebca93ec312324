import { holdsExactly } from "../../expect/contents.ts";
import { holds, refused, refusedWith, same } from "../../expect/expect.ts";
import { clear, get, has, keys, remove, set, size } from "../../host/storage.ts";
import { extend, getTtl, persist, setWithTtl } from "../../host/ttl.ts";
import { call, refusing, restart, trapping, type WrittenLaw, wait } from "../../plan/written-law.ts";
import { manyBytes } from "../../values/bytes.ts";
import { isAbout, LATER, LONG, SOON } from "./times.ts";

const where = "Expiry";

const assumes = ["one-call-is-one-transaction"] as const;

/** Laws about expiry. */
export const expiryLaws: readonly WrittenLaw[] = [
  {
    name: "a key with a ttl is a key like any until it expires",
    where,
    steps: [
      call(() => {
        setWithTtl("a", "1", LONG);
        holdsExactly({ a: "1" });
        same("storage-has", has("a"), true);
      }),
      wait(LATER),
      call(() => holdsExactly({ a: "1" })),
    ],
  },
  {
    name: "seconds are seconds: after 4 of them a ttl of 30 has about 26 left",
    where,
    steps: [
      call(() => setWithTtl("a", "1", 30)),
      wait(SOON),
      call(() => {
        const left = getTtl("a") ?? 0;
        holds("storage-get-ttl to answer 15 to 26", left >= 15 && left <= 26, left);
      }),
    ],
  },
  {
    name: "from the instant of its expiry on, a key is absent from everything",
    where,
    steps: [
      call(() => {
        setWithTtl("a", "1", SOON);
        setWithTtl("b", "22", SOON);
        set("c", "3");
      }),
      wait(LATER),
      call(() => {
        same("storage-get", get("a"), undefined);
        same("storage-has", has("a"), false);
        same("storage-keys", keys(), ["c"]);
        same("storage-keys of a prefix", keys("b"), []);
        same("storage-size", size(), 2);
        same("storage-delete", remove("a"), false);
        refused("key-not-found", "storage-get-ttl", () => getTtl("a"));
        refused("key-not-found", "storage-extend", () => extend("b", LONG));
        refused("key-not-found", "storage-persist", () => persist("b"));
        holdsExactly({ c: "3" });
      }),
    ],
  },
  {
    name: "the clock stands still during a call: a ttl is whole right after it was set",
    where,
    assumes,
    steps: [
      call(() => {
        for (const seconds of [1, 60, LONG, 5_000_000, 1_000_000_000]) {
          setWithTtl("a", "1", seconds);
          same("storage-get-ttl", getTtl("a"), seconds);
          extend("a", seconds + 1);
          same("storage-get-ttl after storage-extend", getTtl("a"), seconds + 1);
        }
      }),
    ],
  },
  {
    name: "what has expired leaves its room to others",
    where: "Limits",
    roles: { small: { quotaBytes: 50 } },
    steps: [
      call(() => {
        setWithTtl("a", manyBytes(39), SOON);
        const details = { used: 40, quota: 50, requested: 20 };
        refusedWith("quota-exceeded", details, "a second key", () => setWithTtl("b", manyBytes(19), LONG));
      }, "small"),
      wait(LATER),
      call(() => {
        same("storage-size", size(), 0);
        setWithTtl("a", manyBytes(19), LONG);
        set("b", manyBytes(29));
        refused("quota-exceeded", "a third key", () => set("c", ""));
      }, "small"),
    ],
  },
  {
    name: "a key that has expired can be set again, and does not expire with the old ttl",
    where,
    steps: [
      call(() => {
        setWithTtl("a", "1", SOON);
        setWithTtl("b", "1", SOON);
      }),
      wait(LATER),
      call(() => {
        set("a", "2");
        setWithTtl("b", "2", LONG);
      }),
      wait(LATER),
      call(() => holdsExactly({ a: "2", b: "2" })),
    ],
  },
  {
    name: "expiry goes on over a restart",
    where,
    steps: [
      call(() => {
        setWithTtl("soon", "1", SOON);
        setWithTtl("long", "2", LONG);
      }),
      restart,
      call(() => isAbout("storage-get-ttl", getTtl("long"), LONG)),
      wait(LATER),
      call(() => holdsExactly({ long: "2" })),
      restart,
      call(() => holdsExactly({ long: "2" })),
    ],
  },
  {
    name: "a call that fails changes no expiry",
    where: "One call is one transaction",
    assumes,
    steps: [
      call(() => {
        setWithTtl("soon", "1", SOON);
        setWithTtl("long", "2", LONG);
        set("never", "3");
      }),
      trapping(() => {
        persist("soon");
        extend("long", SOON);
        extend("never", SOON);
      }),
      refusing(() => {
        setWithTtl("soon", "1", LONG);
        setWithTtl("never", "3", SOON);
        set("long", "2");
      }),
      wait(LATER),
      call(() => {
        holdsExactly({ long: "2", never: "3" });
        isAbout("storage-get-ttl", getTtl("long"), LONG - LATER);
        same("storage-get-ttl of what never expires", getTtl("never"), undefined);
      }),
    ],
  },
  {
    name: "storage-clear takes expiries away with the keys",
    where,
    steps: [
      call(() => {
        setWithTtl("a", "1", SOON);
        clear();
        set("a", "2");
      }),
      wait(LATER),
      call(() => holdsExactly({ a: "2" })),
    ],
  },
];
