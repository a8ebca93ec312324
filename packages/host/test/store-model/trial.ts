import type { Backend, Mode } from "@airssys/backend";
import { expect } from "vitest";
import {
  type EntryPage,
  type KeyRange,
  type Namespaces,
  openStore,
  type Store,
  type StoreOperations,
  type StoreTransaction,
} from "../../src/index.ts";
import { answered, type Script, scripted } from "../scripted-work.ts";
import { applyChange, type Change } from "./change.ts";
import { type Command, KEYS, type Look, type TransactionStep } from "./commands.ts";
import { StoreModel, type TransactionModel } from "./store-model.ts";

/** A store that can be closed and opened again, with all that it held. */
export interface Ground {
  reopen(): Backend<Mode>;
}

const QUOTA = { bytes: 150, keys: 6 };
const WORK_FAILS = new Error("the work fails as planned");

/** One run of a sequence: a store and its model side by side. */
export class Trial {
  readonly #ground: Ground;
  readonly #name: string;
  readonly #model = new StoreModel(QUOTA);
  #namespaces!: Namespaces<Mode>;
  #store!: Store<Mode>;
  #now = 1_000_000;

  private constructor(ground: Ground, name: string) {
    this.#ground = ground;
    this.#name = name;
  }

  static async begin(ground: Ground, name: string): Promise<Trial> {
    const trial = new Trial(ground, name);
    await trial.#open();
    return trial;
  }

  /** Does a command to both, and compares everything that can be seen of them. */
  async step(command: Command, look: Look): Promise<void> {
    await this.#perform(command);
    await this.#run(compare(this.#store, this.#model.begin(this.#now), look));
    expect(await this.#store.version()).toBe(this.#model.version);
  }

  async end(): Promise<void> {
    expect(await this.#store.verify()).toEqual({ faults: [], counted: this.#model.counted() });
  }

  async #open(): Promise<void> {
    this.#namespaces = await openStore({ backend: this.#ground.reopen(), clock: () => this.#now });
    this.#store = this.#namespaces.open(this.#name, QUOTA);
  }

  async #perform(command: Command): Promise<void> {
    if (command.type === "advance") this.#now += command.byMs;
    else if (command.type === "reopen") await this.#open();
    else if (command.type === "sweep") {
      expect(await this.#store.sweep(command.countMax)).toBe(this.#model.sweep(this.#now, command.countMax));
    } else if (command.type === "transaction") await this.#transaction(command);
    else {
      const model = this.#model.begin(this.#now);
      await this.#run(change(this.#store, model, command, this.#now));
      this.#model.commit(model);
    }
  }

  async #transaction({ steps, ending }: Command & { type: "transaction" }): Promise<void> {
    const model = this.#model.begin(this.#now);
    const work = scripted(this.#namespaces.mode, (transaction) => this.#work(transaction, model, steps, ending));
    const outcome = await settle(() => this.#store.transaction(work));
    if (outcome.error === undefined) this.#model.commit(model);
    else if (outcome.error === "conflict")
      expect(ending === "is overtaken" || steps.some(({ type }) => type === "check")).toBe(true);
    else expect(outcome.error).toBe(WORK_FAILS);
  }

  *#work(
    transaction: StoreTransaction<Mode>,
    model: TransactionModel,
    steps: readonly TransactionStep[],
    ending: string,
  ): Script<void> {
    const [instant, savepoints] = [this.#now, [bothSavepoints(transaction, model)]];
    yield* compare(transaction, model, { range: {}, limit: 3 }); // from here on the clock stands still for it
    for (const step of steps) {
      if (step.type === "advance") this.#now += step.byMs;
      else if (step.type === "savepoint") savepoints.push(bothSavepoints(transaction, model));
      else if (step.type === "rollback") yield* savepoints[step.to % savepoints.length]!();
      else if (step.type === "check") yield* check(transaction, model, step);
      else yield* change(transaction, model, step, instant);
      yield* compare(transaction, model, { range: {}, limit: 3 });
    }
    if (ending === "throws") throw WORK_FAILS;
    if (ending === "is overtaken" && model.hasWritten) yield* this.#overtake();
  }

  /** Another handle clears the namespace, which is a commit whatever it holds. */
  *#overtake(): Script<void> {
    yield* answered(this.#namespaces.open(this.#name).clear());
    const model = this.#model.begin(this.#now);
    model.clear();
    this.#model.commit(model);
  }

  #run(script: Script<void>): Promise<void> | void {
    return scripted("async", () => script)({} as StoreTransaction<Mode>);
  }
}

/** Compares every way of reading. */
function* compare(store: StoreOperations<Mode>, model: TransactionModel, { range, limit }: Look): Script<void> {
  for (const key of KEYS) {
    const entry = model.get(key);
    expect(yield* answered(store.getEntry(key))).toEqual(entry);
    expect(yield* answered(store.get(key))).toEqual(entry?.value);
    expect(yield* answered(store.has(key))).toBe(entry !== undefined);
  }
  expect(yield* answered(store.getMany(KEYS))).toEqual(KEYS.map((key) => model.get(key)?.value));
  expect(yield* answered(store.usage())).toEqual(model.usage());
  for (const each of [{}, range]) {
    const keys = model.keys(each);
    expect(yield* answered(store.keys(each))).toEqual(keys);
    expect(yield* answered(store.count(each))).toBe(keys.length);
    for (const reverse of [false, true]) {
      const entries = (reverse ? keys.toReversed() : keys).map((key) => ({ key, ...model.get(key) }));
      expect(yield* walk(store, each, { reverse, limit })).toEqual(entries);
    }
  }
}

/** All entries of a range, read in pages that are full but for the last. */
function* walk(
  store: StoreOperations<Mode>,
  range: KeyRange,
  { reverse, limit }: { readonly reverse: boolean; readonly limit: number },
): Script<unknown[]> {
  const entries: unknown[] = [];
  let after: string | undefined;
  do {
    const page: EntryPage = yield* answered(store.range(range, { reverse, limit, after }));
    if (page.after !== undefined) expect(page.entries).toHaveLength(limit);
    entries.push(...page.entries);
    expect(entries.length).toBeLessThanOrEqual(KEYS.length); // a walk that does not come on would never end
    after = page.after;
  } while (after !== undefined);
  return entries;
}

/** Does a change to both, and compares what they answer or how they refuse. */
function* change(store: StoreOperations<Mode>, model: TransactionModel, step: Change, now: number): Script<void> {
  const wanted = outcomeOf(() => applyChange(model, step, now));
  let got: Outcome;
  try {
    got = { value: yield* answered(applyChange(store, step, now)) };
  } catch (error) {
    got = { error: codeOf(error) };
  }
  expect(got).toEqual(wanted);
}

function* check(
  transaction: StoreTransaction<Mode>,
  model: TransactionModel,
  { key, wants }: TransactionStep & { type: "check" },
): Script<void> {
  const version = model.get(key)?.version;
  const holds = wants === "its version" || (wants === "absence" && version === undefined);
  if (holds) yield* answered(transaction.check(key, version));
  else {
    const required = { "its version": version, absence: undefined, "another version": (version ?? 0) + 1 }[wants];
    yield* answered(transaction.check(key, required));
    expect.unreachable("a check that does not hold was passed");
  }
}

/** Answers the rollback of both. */
function bothSavepoints(transaction: StoreTransaction<Mode>, model: TransactionModel): () => Script<void> {
  const [savepoint, rollback] = [transaction.savepoint(), model.savepoint()];
  return function* () {
    yield* answered(savepoint.rollback());
    rollback();
  };
}

interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
}

function outcomeOf(act: () => unknown): Outcome {
  try {
    return { value: act() };
  } catch (error) {
    return { error: codeOf(error) };
  }
}

async function settle(act: () => unknown): Promise<Outcome> {
  try {
    return { value: await act() };
  } catch (error) {
    return { error: codeOf(error) };
  }
}

/** The code of an error of ours; any other error itself. */
function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : error;
}
