import { holdsExactly } from "../../expect/contents.ts";
import { refused, same } from "../../expect/expect.ts";
import { remove, set } from "../../host/storage.ts";
import { extend, persist, setWithTtl } from "../../host/ttl.ts";
import { call, restart, type WrittenLaw, wait } from "../../plan/written-law.ts";
import { Random } from "../../values/random.ts";
import { LATER, LONG, SOON } from "./times.ts";

const where = "Expiry";

type Memo =
  | { readonly now: number; readonly entries: [key: string, value: number[], expiry: number | null][] }
  | undefined;

/** A value and the time of its expiry, in seconds since the law began. */
interface Timed {
  readonly value: Uint8Array;
  readonly expiry: number | null;
}

/**
 * Writes with and without a TTL at random, and compares with a map of the expiry of each key. Time is counted in the
 * seconds of the steps `wait`.
 */
function wander(seed: number): (memo: Memo) => Memo {
  return (memo) => {
    const now = (memo?.now ?? -LATER) + LATER;
    const live = (memo?.entries ?? []).filter(([, , expiry]) => expiry === null || expiry > now);
    const model = new Map<string, Timed>(
      live.map(([key, bytes, expiry]) => [key, { value: Uint8Array.from(bytes), expiry }]),
    );
    holdsExactly(currentValues(model));
    const random = new Random(seed);
    for (let index = 0; index < 100; index++) change(model, random, now);
    holdsExactly(currentValues(model));
    return { now, entries: [...model].map(([key, { value, expiry }]) => [key, Array.from(value), expiry]) };
  };
}

function currentValues(model: ReadonlyMap<string, Timed>): Map<string, Uint8Array> {
  return new Map([...model].map(([key, { value }]) => [key, value]));
}

function change(model: Map<string, Timed>, random: Random, now: number): void {
  const key = `k${random.below(12)}`;
  const entry = model.get(key);
  const chance = random.below(100);
  const ttl = random.below(2) === 0 ? SOON : LONG;
  const value = random.bytes(9);
  if (chance < 30) {
    setWithTtl(key, value, ttl);
    model.set(key, { value, expiry: now + ttl });
  } else if (chance < 45) {
    set(key, value);
    model.set(key, { value, expiry: null });
  } else if (chance < 55) same("storage-delete", remove(key), model.delete(key));
  else if (entry === undefined) refused("key-not-found", `storage-extend of ${key}`, () => extend(key, ttl));
  else if (chance < 75) {
    extend(key, ttl);
    model.set(key, { ...entry, expiry: now + ttl });
  } else {
    same(`storage-persist of ${key}`, persist(key), entry.expiry !== null);
    model.set(key, { ...entry, expiry: null });
  }
}

/** Laws that compare random calls with a model. */
export const ttlModelLaws: readonly WrittenLaw[] = [
  {
    name: "whatever is set to expire is there and gone as in a map with a clock",
    where,
    steps: [
      call(wander(31)),
      wait(LATER),
      call(wander(32)),
      restart,
      wait(LATER),
      call(wander(33)),
      wait(LATER),
      call(wander(34)),
    ],
  },
];
