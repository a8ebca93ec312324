import { holdsExactly } from "../../expect/contents.ts";
import { refused, same } from "../../expect/expect.ts";
import { get, set } from "../../host/storage.ts";
import { extend, getTtl, persist, setWithTtl } from "../../host/ttl.ts";
import { call, type WrittenLaw, wait } from "../../plan/written-law.ts";
import { toBytes } from "../../values/bytes.ts";
import { isAbout, LATER, LONG, SOON } from "./times.ts";

const where = "Expiry";

/** Invalid TTLs. */
const NO_TTLS = [0, 9_007_199_254_740, 2 ** 53, 2 ** 63, 2 ** 64 - 2_048];

/** Laws about functions that change an expiry. */
export const ttlChangeLaws: readonly WrittenLaw[] = [
  {
    name: "storage-get-ttl answers the seconds that are left",
    where,
    steps: [
      call(() => setWithTtl("a", "1", LONG)),
      wait(LATER),
      call(() => isAbout("storage-get-ttl", getTtl("a"), LONG - LATER)),
    ],
  },
  {
    name: "storage-get-ttl of a key that never expires is none, and of an absent one key-not-found",
    where: "wit/storage-ttl.wit",
    steps: [
      call(() => {
        set("a", "1");
        same("storage-get-ttl", getTtl("a"), undefined);
        refused("key-not-found", "storage-get-ttl", () => getTtl("none"));
        refused("key-not-found", "storage-extend", () => extend("none", 1));
        refused("key-not-found", "storage-persist", () => persist("none"));
        holdsExactly({ a: "1" });
      }),
    ],
  },
  {
    name: "a write without a ttl takes an expiry away",
    where,
    steps: [
      call(() => {
        setWithTtl("a", "1", SOON);
        setWithTtl("b", "1", SOON);
        set("a", "2");
        same("storage-get-ttl", getTtl("a"), undefined);
      }),
      call(() => set("b", "2")),
      wait(LATER),
      call(() => holdsExactly({ a: "2", b: "2" })),
    ],
  },
  {
    name: "a write with a ttl replaces a value and an expiry",
    where: "wit/storage-ttl.wit",
    steps: [
      call(() => {
        set("never", "1");
        setWithTtl("soon", "1", SOON);
        setWithTtl("long", "1", LONG);
      }),
      call(() => {
        setWithTtl("never", "2", SOON);
        setWithTtl("soon", "2", LONG);
        setWithTtl("long", "2", SOON);
        holdsExactly({ never: "2", soon: "2", long: "2" });
      }),
      wait(LATER),
      call(() => holdsExactly({ soon: "2" })),
    ],
  },
  {
    name: "storage-extend lets a key expire sooner or later, and its value stays",
    where: "wit/storage-ttl.wit",
    steps: [
      call(() => {
        setWithTtl("later", "1", SOON);
        setWithTtl("sooner", "2", LONG);
        set("at all", "3");
      }),
      call(() => {
        extend("later", LONG);
        extend("sooner", SOON);
        extend("at all", SOON);
        same("storage-get", get("later"), toBytes("1"));
      }),
      wait(LATER),
      call(() => {
        holdsExactly({ later: "1" });
        isAbout("storage-get-ttl", getTtl("later"), LONG - LATER);
      }),
    ],
  },
  {
    name: "storage-persist lets a key live, and answers whether it would have expired",
    where: "wit/storage-ttl.wit",
    steps: [
      call(() => {
        setWithTtl("a", "1", SOON);
        set("b", "2");
        same("storage-persist", persist("a"), true);
        same("the second storage-persist", persist("a"), false);
        same("storage-persist of a key that never expires", persist("b"), false);
      }),
      wait(LATER),
      call(() => holdsExactly({ a: "1", b: "2" })),
    ],
  },
  {
    name: "a ttl that is no whole number of seconds from 1, or ends after the year 287396, is invalid-argument",
    where: "wit/storage-ttl.wit",
    steps: [
      call(() => {
        set("a", "1");
        for (const ttl of NO_TTLS) {
          refused("invalid-argument", `storage-set-with-ttl of ${ttl}`, () => setWithTtl("a", "2", ttl));
          refused("invalid-argument", `storage-extend of ${ttl}`, () => extend("a", ttl));
        }
        holdsExactly({ a: "1" });
        same("storage-get-ttl", getTtl("a"), undefined);
        setWithTtl("a", "2", 1_000_000_000_000);
        holdsExactly({ a: "2" });
      }),
    ],
  },
];
