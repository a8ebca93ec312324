import { countBytes, holdsExactly } from "../../expect/contents.ts";
import { same } from "../../expect/expect.ts";
import { clear, get, has, keys, remove, set, size } from "../../host/storage.ts";
import { call, refusing, restart, trapping, type WrittenLaw } from "../../plan/written-law.ts";
import { inOrder, toBytes, type Value } from "../../values/bytes.ts";
import { Random } from "../../values/random.ts";

const where = "Keys, values, order";
const STEPS = 250;

/** Few keys, so that calls collide on them. */
const KEYS = ["a", "a/b", "a/c", "ab", "b", "\u00e9", "e\u0301", "\uffff", "\u{10000}", "k".repeat(64), " ", "0"];
const PREFIXES = ["", "a", "a/", "b", "\u00e9", "\uffff", "none"];

type Model = Map<string, Value>;

/** The entries that earlier calls left, as texts, so that they fit in a memo. */
type Memo = readonly (readonly [string, readonly number[]])[] | undefined;

const modelOf = (memo: Memo): Model => new Map((memo ?? []).map(([key, bytes]) => [key, Uint8Array.from(bytes)]));
const memoOf = (model: Model): Memo => [...model].map(([key, value]) => [key, Array.from(toBytes(value))]);

/** Makes random requests and compares every answer with that of a map. */
function wander(memo: Memo, seed: number): Model {
  const model = modelOf(memo);
  const random = new Random(seed);
  for (let index = 0; index < STEPS; index++) ask(model, random, `request ${index} of seed ${seed}`);
  holdsExactly(model);
  return model;
}

function ask(model: Model, random: Random, name: string): void {
  const key = random.of(KEYS);
  const chance = random.below(100);
  if (chance < 35) {
    const value = random.bytes(40);
    set(key, value);
    model.set(key, value);
  } else if (chance < 50) same(`${name}: storage-delete of ${JSON.stringify(key)}`, remove(key), model.delete(key));
  else if (chance < 70) same(`${name}: storage-get of ${JSON.stringify(key)}`, get(key), model.get(key));
  else if (chance < 80) same(`${name}: storage-has of ${JSON.stringify(key)}`, has(key), model.has(key));
  else if (chance < 90) same(`${name}: storage-size`, size(), countBytes(model));
  else if (chance < 99) {
    const prefix = random.of(PREFIXES);
    const listed = [...model.keys()].filter((known) => known.startsWith(prefix)).sort(inOrder);
    same(`${name}: storage-keys of ${JSON.stringify(prefix)}`, keys(prefix), listed);
  } else {
    clear();
    model.clear();
  }
}

/** Laws of `storage` that compare random calls with a model. */
export const modelLaws: readonly WrittenLaw[] = [
  {
    name: "whatever is done in whatever order is answered as a plain map would",
    where,
    steps: [
      call((memo: Memo) => memoOf(wander(memo, 1))),
      call((memo: Memo) => memoOf(wander(memo, 2))),
      call((memo: Memo) => memoOf(wander(memo, 3))),
      restart,
      call((memo: Memo) => {
        holdsExactly(modelOf(memo));
        return memoOf(wander(memo, 4));
      }),
    ],
  },
  {
    name: "calls that fail in between leave a plain map as it was",
    where: "One call is one transaction",
    assumes: ["one-call-is-one-transaction"],
    steps: [
      call((memo: Memo) => memoOf(wander(memo, 11))),
      trapping((memo: Memo) => void wander(memo, 12)),
      call((memo: Memo) => memoOf(wander(memo, 13))),
      refusing((memo: Memo) => void wander(memo, 14)),
      restart,
      call((memo: Memo) => memoOf(wander(memo, 15))),
      trapping((memo: Memo) => void wander(memo, 16)),
      call((memo: Memo) => holdsExactly(modelOf(memo))),
    ],
  },
];
