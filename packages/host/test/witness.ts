import { openLmdb } from "@airssys/backend-lmdb";
import { expect } from "vitest";
import { openStore, type Store } from "../src/index.ts";
import { instantOf, NUMBERED_KEYS, namesOf, numberIn, workOf } from "./children/workload.ts";
import { StoreModel, type TransactionModel } from "./store-model/store-model.ts";

const UNLIMITED = { bytes: Number.POSITIVE_INFINITY, keys: Number.POSITIVE_INFINITY };

/** What was acknowledged to one namespace of a writer, and what it has to hold therefore. */
class Account {
  readonly name: string;
  readonly #model = new StoreModel(UNLIMITED);
  #acknowledged = 0;

  constructor(name: string) {
    this.name = name;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  acknowledge(number: number): void {
    const transaction = this.#model.begin(instantOf(number));
    for (const _answer of workOf(transaction, number));
    this.#model.commit(transaction);
    this.#acknowledged = number;
  }

  /** The namespace holds exactly what was acknowledged, and perhaps the one transaction `next` whose answer did not arrive. */
  expectIn(store: Store<"sync">, next: number): void {
    const [number, ...others] = store.getMany(NUMBERED_KEYS).map(numberIn);
    expect(others).toEqual([number, number]);
    if (number === next) this.acknowledge(next);
    expect(number).toBe(this.#acknowledged);
    expect(store.verify()).toEqual({ faults: [], counted: this.#model.counted() });
    this.#expectContents(store, this.#model.begin(instantOf(this.#acknowledged)));
    expect(store.version()).toBe(this.#model.version);
  }

  #expectContents(store: Store<"sync">, model: TransactionModel): void {
    expect(store.usage()).toEqual(model.usage());
    const { entries } = store.range();
    expect(entries.map(({ key }) => key)).toEqual(model.keys());
    for (const { key, ...entry } of entries) {
      const wanted = model.get(key);
      expect([key, entry.version, entry.expiresAt]).toEqual([key, wanted?.version, wanted?.expiresAt]);
      expect(Buffer.compare(entry.value, wanted?.value ?? new Uint8Array(0))).toBe(0);
    }
  }
}

/** Remembers what writers said, and looks whether the store keeps to it. */
export class Witness {
  readonly #accounts: ReadonlyMap<string, Account>;

  constructor(way: string) {
    this.#accounts = new Map(namesOf(way).map((name) => [name, new Account(name)]));
  }

  /** Transactions that are there. */
  get transactions(): number {
    return [...this.#accounts.values()].reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  }

  /** Takes what one writer said in its life, then looks at what it left behind. */
  expectKept(path: string, lines: readonly string[]): void {
    const first = Math.max(...[...this.#accounts.values()].map(({ acknowledged }) => acknowledged)) + 1;
    const next = new Map<string, number>();
    for (const line of lines) {
      const [name = "", number] = line.split(" ");
      this.#accounts.get(name)?.acknowledge(Number(number));
      next.set(name, Number(number) + 1);
    }
    const backend = openLmdb({ path });
    const instant = Math.max(...[...this.#accounts.values()].map(({ acknowledged }) => acknowledged));
    const namespaces = openStore({ backend, clock: () => instantOf(instant) });
    for (const account of this.#accounts.values()) {
      account.expectIn(namespaces.open(account.name), next.get(account.name) ?? first);
    }
    backend.close();
  }
}
