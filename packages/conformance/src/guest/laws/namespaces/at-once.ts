import { holds, same } from "../../expect/expect.ts";
import { within } from "../../host/namespaces.ts";
import { get, has, set } from "../../host/storage.ts";
import { call, kill, together, type WrittenLaw, type WrittenStep } from "../../plan/written-law.ts";
import { textOf } from "../../values/bytes.ts";
import { learn, ROLES } from "./named.ts";

const where = "One call is one transaction";

/** So often: one time alone may go well by chance. */
const ROUNDS = 8;

const count = () => Number(textOf(get("n") ?? new Uint8Array()) || "0");

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

/** What is promised of shared namespaces when calls are under way at the same time, and when the host is killed. */
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
      call((shared: string) => {
        set("a", "own");
        within(shared, () => set("a", "shared"));
      }, "one"),
      kill,
      call((shared: string) => {
        same("storage-get in its own", textOf(get("a") ?? new Uint8Array()), "own");
        same("storage-get in the shared one", textOf(within(shared, () => get("a")) ?? new Uint8Array()), "shared");
      }, "one"),
    ],
  },
];
