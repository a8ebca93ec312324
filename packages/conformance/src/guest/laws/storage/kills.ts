import { fill, holdsExactly } from "../../expect/contents.ts";
import { clear, remove, set } from "../../host/storage.ts";
import { call, kill, restart, trapping, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes } from "../../values/bytes.ts";

const where = "One call is one transaction";

const assumes = ["commits-outlive-a-kill"] as const;

/** Laws of `storage` about a host that ends without closing anything. */
export const killLaws: readonly WrittenLaw[] = [
  {
    name: "what was committed is there after the host was killed",
    where,
    assumes,
    steps: [
      call(() => fill({ a: "1", b: "2" })),
      kill,
      call(() => {
        holdsExactly({ a: "1", b: "2" });
        set("c", manyBytes(50_000, 3));
        remove("a");
      }),
      call(() => set("b", "")),
      kill,
      call(() => holdsExactly({ b: "", c: manyBytes(50_000, 3) })),
      call(clear),
      kill,
      kill,
      call(() => holdsExactly({})),
    ],
  },
  {
    name: "what a failed call wrote is not there after the host was killed",
    where,
    assumes: [...assumes, "one-call-is-one-transaction"],
    steps: [
      call(() => fill({ a: "1", b: "2" })),
      trapping(() => fill({ a: "no", c: "no" })),
      kill,
      call(() => {
        holdsExactly({ a: "1", b: "2" });
        set("d", "4");
      }),
      restart,
      kill,
      call(() => holdsExactly({ a: "1", b: "2", d: "4" })),
    ],
  },
];
