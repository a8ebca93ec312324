import { type Backend, BackendError, type Mode, promised } from "@airssys/backend";
import { type FaultRule, type FaultyBackend, faulty, fullDisk } from "@airssys/backend/faults";
import { openMemory } from "@airssys/backend/memory";
import { describe, expect, it } from "vitest";
import { type Namespaces, openStore, type Store } from "../src/index.ts";
import { answered, scripted } from "./scripted-work.ts";
import { applyChange, type Change } from "./store-model/change.ts";
import { StoreModel } from "./store-model/store-model.ts";

// One request to the engine goes wrong, the first, the second, and so on: whatever it was for, the store holds all of
// an operation or nothing, and what the error says of it is true.

const QUOTA = { bytes: 1_000, keys: 20 };
const NAME = "app:test";

/**
 * A script that asks the engine for everything that the store ever asks for. Steps of several changes are transactions.
 */
const SCRIPT: readonly { readonly byMs?: number; readonly changes: readonly Change[] | "sweep" }[] = [
  { changes: [{ type: "set", key: "a", length: 10, expiry: "never" }] },
  { changes: [{ type: "set", key: "b", length: 20, expiry: { ttlSeconds: 2 } }] },
  {
    changes: [
      { type: "set", key: "c", length: 5, expiry: { ttlSeconds: 3 } },
      { type: "set", key: "d", length: 6, expiry: "never" },
      { type: "delete", key: "a" },
      { type: "set-expiry", key: "b", expiry: { ttlSeconds: 4 } },
    ],
  },
  { byMs: 3_000, changes: [{ type: "set", key: "a", length: 7, expiry: { ttlSeconds: 1 } }] },
  { byMs: 2_000, changes: "sweep" },
  {
    changes: [
      { type: "set", key: "e1", length: 1, expiry: "never" },
      { type: "set", key: "e2", length: 2, expiry: { ttlSeconds: 9 } },
    ],
  },
  { changes: [{ type: "delete-range", range: { prefix: "e" } }] },
  { changes: [{ type: "set", key: "f", length: 3, expiry: "never" }] },
  {
    changes: [{ type: "clear" }, { type: "set", key: "g", length: 4, expiry: "never" }],
  },
];

const GROUNDS: readonly { readonly name: string; readonly grouped: boolean; open(): Backend<Mode> }[] = [
  { name: "an embedded engine", grouped: false, open: () => openMemory() },
  { name: "an asynchronous engine", grouped: false, open: () => promised(openMemory()) },
  { name: "an embedded engine, grouped", grouped: true, open: () => openMemory() },
];

type Fault = FaultRule["fault"];

/** Plays the script to the end, beside a model. Answers the errors. */
class Play {
  readonly #model = new StoreModel(QUOTA);
  readonly #sound: Backend<Mode>;
  readonly #backend: FaultyBackend<Mode>;
  readonly #grouped: boolean;
  readonly errors: unknown[] = [];
  #now = 1_000_000;

  constructor(sound: Backend<Mode>, rules: readonly FaultRule[], grouped: boolean) {
    this.#sound = sound;
    this.#backend = faulty<Mode>(sound, rules);
    this.#grouped = grouped;
  }

  get requests(): number {
    return Object.values(this.#backend.counts).reduce((sum, count) => sum + count, 0);
  }

  async run(): Promise<void> {
    const namespaces = await this.#open();
    const store = this.#grouped ? namespaces.openGrouped(NAME) : namespaces.open(NAME, QUOTA);
    for (const { byMs = 0, changes } of SCRIPT) {
      this.#now += byMs;
      await (changes === "sweep" ? this.#sweep(store) : this.#change(store, namespaces.mode, changes));
    }
    const found = await this.#look();
    expect(await found.verify()).toEqual({ faults: [], counted: this.#model.counted() });
    const model = this.#model.begin(this.#now);
    expect(await found.usage()).toEqual(model.usage());
    const { entries } = await found.range();
    expect(entries).toEqual(model.keys().map((key) => ({ key, ...model.get(key) })));
  }

  /** The same namespace, past the faults. */
  async #look(): Promise<Store<Mode>> {
    return (await openStore({ backend: this.#sound, clock: () => this.#now })).open(NAME);
  }

  /** A store that could not be opened is opened again. */
  async #open(): Promise<Namespaces<Mode>> {
    const options = { backend: this.#backend, clock: () => this.#now };
    try {
      return await openStore(options);
    } catch (error) {
      this.errors.push(error);
      return await openStore(options);
    }
  }

  async #change(store: Store<Mode>, mode: Mode, changes: readonly Change[]): Promise<void> {
    const now = this.#now;
    const work = scripted(this.#grouped ? "async" : mode, function* (transaction) {
      for (const change of changes) yield* answered(applyChange(transaction, change, now));
    });
    const [first, ...others] = changes;
    await this.#attempt(
      async () => {
        await (first !== undefined && others.length === 0 ? applyChange(store, first, now) : store.transaction(work));
      },
      () => {
        const model = this.#model.begin(now);
        for (const change of changes) applyChange(model, change, now);
        this.#model.commit(model);
      },
    );
  }

  #sweep(store: Store<Mode>): Promise<void> {
    return this.#attempt(
      async () => void (await store.sweep()),
      () => void this.#model.sweep(this.#now, 1_000),
    );
  }

  /** Lets the model follow where the store went: the version tells whether something happened that failed. */
  async #attempt(act: () => Promise<void>, follow: () => void): Promise<void> {
    try {
      await act();
      follow();
    } catch (error) {
      this.errors.push(error);
      const hasHappened = (await (await this.#look()).version()) > this.#model.version;
      if (hasHappened) {
        expect(error).toMatchObject({ outcome: "unknown" });
        follow();
      }
    }
    expect(await (await this.#look()).version()).toBe(this.#model.version);
  }
}

describe.each(GROUNDS)("over $name, whichever request it is,", ({ grouped, open }) => {
  it.each<[string, Fault]>([
    ["that fails, and might have happened", { type: "fail" }],
    ["that is refused for want of room", { type: "fail", code: "full" }],
    ["whose answer is lost", { type: "lose-answer" }],
  ])("one %s leaves all of its operation or nothing", async (_what, fault) => {
    const sound = new Play(open(), [], grouped);
    await sound.run();
    const count = sound.requests;
    expect(count).toBeGreaterThan(30);
    let unknown = 0;
    for (let at = 1; at <= count; at++) {
      const play = new Play(open(), [{ at, fault }], grouped);
      await play.run();
      for (const error of play.errors) {
        expect(error).toBeInstanceOf(BackendError);
        if ((error as BackendError).outcome === "unknown") unknown++;
      }
    }
    expect(unknown > 0).toBe(!("code" in fault));
  });

  it("an engine that fails every further commit keeps its data, which can be read", async () => {
    let isBroken = false;
    const rule = {
      when: ({ kind }: { kind: string }) => isBroken && kind.startsWith("commit"),
      fault: { type: "fail" },
    };
    const namespaces = await openStore({ backend: faulty<Mode>(open(), [rule as FaultRule]) });
    const store: Store<Mode> = grouped ? namespaces.openGrouped(NAME) : namespaces.open(NAME);
    await store.set("a", Uint8Array.of(1));
    isBroken = true;
    for (let times = 0; times < 3; times++) {
      await expect((async () => store.set("a", Uint8Array.of(2)))()).rejects.toMatchObject({ outcome: "unknown" });
      expect(await store.get("a")).toEqual(Uint8Array.of(1));
    }
    isBroken = false;
    await store.set("a", Uint8Array.of(3));
    expect(await store.verify()).toEqual({ faults: [], counted: { bytes: 2, keys: 1 } });
    expect(await store.version()).toBe(2);
  });
});

describe("over an asynchronous engine", () => {
  it("a late request does not change the result of simultaneous operations, whichever it is", async () => {
    const play = async (at: number): Promise<number> => {
      const pause = async () => {
        for (let turns = 0; turns < 10; turns++) await new Promise((resolve) => setImmediate(resolve));
      };
      const backend = faulty(promised(openMemory()), [{ at, fault: { type: "delay", pause } }]);
      const store = (await openStore({ backend })).open(NAME);
      const increment = () =>
        store.transaction(
          async (transaction) => {
            const before = (await transaction.get("count"))?.[0] ?? 0;
            await transaction.set("count", Uint8Array.of(before + 1));
          },
          { attempts: 10 },
        );
      await Promise.all([
        increment(),
        store.set("a", Uint8Array.of(1)),
        increment(),
        store.set("b", new Uint8Array(5)),
      ]);
      expect(await store.get("count")).toEqual(Uint8Array.of(2));
      expect(await store.verify()).toEqual({ faults: [], counted: { bytes: 6 + 2 + 6, keys: 3 } });
      return Object.values(backend.counts).reduce((sum, count) => sum + count, 0);
    };
    const count = await play(0);
    for (let at = 1; at <= count; at++) await play(at);
  });
});

describe("over a disk that is full for some time", () => {
  it("writes fail, reads and deletes of absent keys do not, and nothing needs repair afterwards", () => {
    let isFull = false;
    const store = openStore({ backend: faulty(openMemory(), [fullDisk(() => isFull)]) }).open(NAME);
    store.set("a", Uint8Array.of(1));
    isFull = true;
    const refusal = expect.objectContaining({ code: "full", outcome: "not-committed" });
    expect(() => store.set("b", Uint8Array.of(1))).toThrow(refusal);
    expect(() => store.transaction((transaction) => transaction.clear())).toThrow(refusal);
    expect(store.delete("absent")).toBe(false);
    expect(store.keys()).toEqual(["a"]);
    isFull = false;
    store.set("b", Uint8Array.of(1));
    expect(store.verify()).toEqual({ faults: [], counted: { bytes: 4, keys: 2 } });
  });
});
