import { fill } from "../../expect/contents.ts";
import { holds, same } from "../../expect/expect.ts";
import { get, getText, has, keys, set } from "../../host/storage.ts";
import { call, together, type WrittenLaw, type WrittenStep } from "../../plan/written-law.ts";

const where = "One call is one transaction";

const assumes = ["one-call-is-one-transaction"] as const;

/** Three more instances of the same component. */
const INSTANCES = { second: {}, third: {}, fourth: {} };

const EVERYONE = ["owner", ...Object.keys(INSTANCES)];

/** Number of rounds: one alone may pass by chance. */
const ROUNDS = 8;

const readCount = (key: string) => Number(getText(key) || "0");

/** Spends some time between a read and the write that depends on it, so that other calls can come between. */
function dwell(): void {
  for (let index = 0; index < 20; index++) has(`nobody ${index}`);
}

const times = (count: number, steps: readonly WrittenStep[]): WrittenStep[] => new Array(count).fill(steps).flat();

/** Laws of `storage` about calls that are under way at the same time. */
export const atOnceLaws: readonly WrittenLaw[] = [
  {
    name: "calls at the same time that count in one key leave exactly as many as were committed",
    where,
    assumes,
    roles: INSTANCES,
    steps: times(ROUNDS, [
      call(() => readCount("n")),
      together(EVERYONE, () => {
        const count = readCount("n");
        dwell();
        set("n", String(count + 1));
      }),
      call((before: number, ended) => {
        const committed = [...ended].filter((mark) => mark === "+").length;
        holds(`one of ${ended.length} calls at least to be committed`, committed > 0, ended);
        same(`the count after ${committed} of ${ended.length} calls`, readCount("n") - before, committed);
      }),
    ]),
  },
  {
    name: "calls at the same time that each read what the other writes are not committed both",
    where,
    assumes,
    roles: INSTANCES,
    steps: times(ROUNDS, [
      call(() => fill({ a: "on", b: "on" })),
      together(["owner", "second"], (_: unknown, place) => {
        const [own, other] = place === "0" ? ["a", "b"] : ["b", "a"];
        const isOtherOn = getText(other) === "on";
        dwell();
        if (isOtherOn) set(own, "off");
      }),
      call(() => {
        const left = ["a", "b"].filter((key) => getText(key) === "on");
        same("how many are still on, of two that go off only while the other is on", left.length, 1);
      }),
    ]),
  },
  {
    name: "a call at the same time as another sees all of what that committed, or nothing",
    where,
    assumes,
    roles: INSTANCES,
    steps: [
      call(() => fill({ a: "0", b: "0" })),
      ...times(ROUNDS, [
        together(["owner", "second", "third"], (_: unknown, place) => {
          const a = readCount("a");
          dwell();
          if (place === "0") fill({ a: `${a + 1}`, b: `${a + 1}` });
          else same("b, which is always written with a", readCount("b"), a);
        }),
      ]),
      call(() => same("b", get("b"), get("a"))),
    ],
  },
  {
    name: "calls at the same time that add keys lose none of those that were committed",
    where,
    roles: INSTANCES,
    steps: times(ROUNDS, [
      call(() => keys().length),
      together(EVERYONE, (before: number, place) => set(`${before} ${place}`, "1")),
      call((before: number, ended) => {
        const committed = [...ended].flatMap((mark, place) => (mark === "+" ? [`${before} ${place}`] : []));
        same("the new keys", keys(`${before} `), committed);
      }),
    ]),
  },
];
