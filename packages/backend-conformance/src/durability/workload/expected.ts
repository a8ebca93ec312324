import { type Backend, sameBytes } from "@airssys/backend";
import { assert } from "chai";
import { bytes, shown } from "../../expect/text-bytes.ts";
import { walk } from "../../expect/walk.ts";
import { hex, SortedModel } from "../../model/sorted-model.ts";
import { NUMBER_KEYS, writesOf } from "./commits.ts";

/** Returns how many commits of the workload a store has had. Fails if one of them is there in part. */
export async function numberOf(store: Backend): Promise<number> {
  const values = await store.getMany(NUMBER_KEYS.map(bytes));
  const [number, ...others] = values.map((value) => (value === undefined ? "0" : shown(value)));
  assert.deepEqual(others, [number, number], "the numbers that one commit wrote at three places");
  return Number(number);
}

/** The contents of a store after each number of commits. */
export class Expected {
  #model = new SortedModel();
  #number = 0;

  /** Fails unless a store holds exactly the commits up to a number. */
  async expectIn(store: Backend, number: number): Promise<void> {
    this.#goTo(number);
    const entries = await walk(store, {});
    const keys = this.#model.scan({ limit: Number.POSITIVE_INFINITY, valueBytesMax: 0 }).entries;
    assert.deepEqual(
      entries.map(({ key }) => `${hex(key)}=`),
      keys,
      `the keys after ${number} commits`,
    );
    for (const { key, value } of entries)
      assert.isTrue(sameBytes(value, this.#model.valueOf(key)), `the value of ${shown(key)} after ${number} commits`);
    assert.deepEqual(await store.count({}), { keys: keys.length, next: undefined }, "the count of all keys");
  }

  #goTo(number: number): void {
    if (number < this.#number) [this.#model, this.#number] = [new SortedModel(), 0];
    while (this.#number < number) this.#model.commit({ checks: [], writes: writesOf(++this.#number) });
  }
}
