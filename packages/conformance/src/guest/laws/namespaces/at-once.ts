import { holds, same } from "../../expect/expect.ts";
import { within } from "../../host/namespaces.ts";
import { getText, has, set } from "../../host/storage.ts";
import { call, kill, together, type WrittenLaw, type WrittenStep } from "../../plan/written-law.ts";
import { learn, ROLES, setInBoth } from "./named.ts";

const where = "One call is one transaction";

/** Number of rounds: one alone may pass by chance. */
const ROUNDS = 8;

const count = () => Number(getText("n") || "0");

interface Memo {
  readonly shared: string;
  readonly before: number;
}

const ROUND: readonly WrittenStep[] = [
  call(({ shared }: Memo) => ({ shared, before: within(shared, count) }), "one"),
  together(["one", "two", "three"], ({ shared }: Memo) =>
    within(shared, () => {
      const now = count();
      for (let index = 0; index < 20; index++) has(`nobody ${index}`);
      set("n", `${now + 1}`);
    }),
  ),
  call(({ shared, before }: Memo, ended) => {
    const committed = [...ended].filter((mark) => mark === "+").length;
    holds(`one of ${ended.length} calls at least to be committed`, committed > 0, ended);
    same(`the count after ${committed} of ${ended.length} calls`, within(shared, count) - before, committed);
  }, "one"),
];

/** Laws about shared namespaces when calls are under way at the same time, and when the host is killed. */
export const atOnceLaws: readonly WrittenLaw[] = [
  {
    name: "calls at the same time of several components that count in one shared key leave exactly as many as were committed",
    where,
    assumes: ["one-call-is-one-transaction"],
    roles: { ...ROLES, three: ROLES.one },
    steps: [learn, call((shared: string) => ({ shared, before: 0 }), "one"), ...new Array(ROUNDS).fill(ROUND).flat()],
  },
  {
    name: "what was committed in several namespaces is there after the host was killed",
    where,
    assumes: ["commits-outlive-a-kill"],
    roles: ROLES,
    steps: [
      learn,
      setInBoth,
      kill,
      call((shared: string) => {
        same("storage-get in its own", getText("a"), "own");
        same(
          "storage-get in the shared one",
          within(shared, () => getText("a")),
          "shared",
        );
      }, "one"),
    ],
  },
];
