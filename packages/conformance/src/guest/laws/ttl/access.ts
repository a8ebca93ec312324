import { fill } from "../../expect/contents.ts";
import { denied, refused, refusedWith } from "../../expect/expect.ts";
import { extend, getTtl, persist, setWithTtl } from "../../host/ttl.ts";
import { call, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes } from "../../values/bytes.ts";
import { accessLaw } from "../access-law.ts";
import { isAbout, LONG } from "./times.ts";

/** Laws about access to expiry. */
export const ttlAccessLaws: readonly WrittenLaw[] = [
  {
    name: "keys are looked at before values, and values before ttls",
    where: "Answers",
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => {
        const tooLarge = manyBytes(1_048_577);
        refused("invalid-key", "an invalid key, a large value, no ttl", () => setWithTtl("", tooLarge, 0));
        refusedWith("value-too-large", 1_048_576, "a large value, no ttl", () => setWithTtl("a", tooLarge, 0));
        refused("invalid-key", "storage-extend of an invalid key", () => extend("\u0000", LONG));
        refused("invalid-key", "storage-get-ttl of an invalid key", () => getTtl("\ufeffa"));
        refused("invalid-key", "storage-persist of an invalid key", () => persist("k".repeat(257)));
      }),
    ],
  },
  accessLaw([
    ["storage-get-ttl", "read", () => getTtl("a")],
    ["storage-set-with-ttl", "write", () => setWithTtl("a", "1", LONG)],
    ["storage-extend", "write", () => extend("a", LONG)],
    ["storage-persist", "write", () => persist("a")],
  ]),
  {
    name: "each key has to be inside of the patterns of the grant",
    where: "Permissions",
    roles: { narrow: { keys: ["users/*"] } },
    steps: [
      call(() => fill({ other: "1" })),
      call(() => {
        setWithTtl("users/a", "1", LONG);
        isAbout("storage-get-ttl", getTtl("users/a"), LONG);
        denied("keys:other", "storage-set-with-ttl", () => setWithTtl("other", "1", LONG));
        denied("keys:other", "storage-get-ttl", () => getTtl("other"));
        denied("keys:other", "storage-extend", () => extend("other", LONG));
        denied("keys:other", "storage-persist", () => persist("other"));
      }, "narrow"),
    ],
  },
];
