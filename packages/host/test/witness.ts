import { openLmdb } from "@airssys/backend-lmdb";
import { expect } from "vitest";
import { openStore, type Store } from "../src/index.ts";
import { instantOf, NUMBERED_KEYS, namesOf, numberIn, workOf } from "./children/workload.ts";
import { StoreModel, type TransactionModel } from "./store-model/store-model.ts";

/** What a writer said of one transaction. */
export interface Report {
  readonly name: string;
  readonly number: number;
  /** The error, if it failed. */
  readonly code?: string | undefined;
  readonly outcome?: string | undefined;
  /** The number that the namespace had right after the failure. */
  readonly seen?: number;
}

/** What the lines of a writer say. */
export function reportsOf(lines: readonly string[]): Report[] {
  return lines.map((line) => {
    const [name = "", number, code, outcome, seen] = line.split(" ");
    return { name, number: Number(number), code, outcome, seen: Number(seen) };
  });
}

/** Remembers what writers said, and looks whether the store keeps to it. */
export class Witness {
  readonly #accounts: ReadonlyMap<string, Account>;

  constructor(way: string) {
    this.#accounts = new Map(namesOf(way).map((name) => [name, new Account(name)]));
  }

  /** The number of the newest transaction that is known to be there, in any namespace. */
  get newest(): number {
    return Math.max(...[...this.#accounts.values()].map(({ newest }) => newest));
  }

  /** Takes what one writer said in its life, then looks at what it left behind. */
  expectKept(path: string, reports: readonly Report[]): void {
    const first = this.newest + 1;
    for (const account of this.#accounts.values()) account.expectNext(first);
    for (const report of reports) this.#accounts.get(report.name)?.hear(report);
    const backend = openLmdb({ path });
    const namespaces = openStore({ backend, clock: () => instantOf(this.newest) });
    for (const account of this.#accounts.values()) account.expectIn(namespaces.open(account.name), this.newest);
    backend.close();
  }
}

const UNLIMITED = { bytes: Number.POSITIVE_INFINITY, keys: Number.POSITIVE_INFINITY };

/** One namespace: what it has to hold, by what was said of it. */
class Account {
  readonly name: string;
  readonly #model = new StoreModel(UNLIMITED);
  #newest = 0;
  /** The one transaction that may be there although nobody said so. */
  #unsure: number | undefined;

  constructor(name: string) {
    this.name = name;
  }

  get newest(): number {
    return this.#newest;
  }

  expectNext(number: number): void {
    this.#unsure = number;
  }

  hear({ number, code, outcome, seen }: Report): void {
    if (code === undefined || (outcome === "unknown" && seen === number)) this.#keep(number);
    else {
      expect(seen).toBe(this.#newest);
      if (outcome === "unknown") this.#unsure = number;
      else if (this.#unsure === number) this.#unsure = undefined;
    }
  }

  /** The namespace holds exactly what it has to, and perhaps the transaction that is unsure. */
  expectIn(store: Store<"sync">, newest: number): void {
    const [number, ...others] = store.getMany(NUMBERED_KEYS).map(numberIn);
    expect(others).toEqual([number, number]);
    if (number !== undefined && number > 0 && number === this.#unsure) this.#keep(number);
    expect(number).toBe(this.#newest);
    expect(store.verify()).toEqual({ faults: [], counted: this.#model.counted() });
    expect(store.version()).toBe(this.#model.version);
    expectContents(store, this.#model.begin(instantOf(Math.max(newest, this.#newest))));
  }

  #keep(number: number): void {
    const transaction = this.#model.begin(instantOf(number));
    for (const _answer of workOf(transaction, number));
    this.#model.commit(transaction);
    this.#newest = number;
    this.#unsure = number + 1;
  }
}

function expectContents(store: Store<"sync">, model: TransactionModel): void {
  expect(store.usage()).toEqual(model.usage());
  const { entries } = store.range();
  expect(entries.map(({ key }) => key)).toEqual(model.keys());
  for (const { key, ...entry } of entries) {
    const wanted = model.get(key);
    expect([key, entry.version, entry.expiresAt]).toEqual([key, wanted?.version, wanted?.expiresAt]);
    expect(Buffer.compare(entry.value, wanted?.value ?? new Uint8Array(0))).toBe(0);
  }
}
