import type { Grants } from "@airssys/host";
import type { Instance } from "@airssys/runtime";
import type { Recipe } from "../component/recipe.ts";
import type { Engine } from "../engine/engine.ts";
import { closedError, HarnessError } from "../errors/harness-error.ts";
import { Life, type LifeParts } from "./life.ts";
import { type Lives, StartedInstance } from "./started-instance.ts";

/** A program that ends and begins again, with the same components at work in each of its lives. */
export class Program implements Lives {
  readonly #engine: Engine;
  #parts: LifeParts;
  readonly #recipes = new Set<Recipe>();
  readonly #instances = new Set<StartedInstance<unknown>>();
  readonly #idsStarted = new Set<string>();
  readonly #gone: Promise<void>[] = [];
  /** What is done to the program, one after the other. Never rejects. */
  #last: Promise<unknown> = Promise.resolve();
  /** None before the first one, and after one that could not begin. */
  #current: Life | undefined;
  #closing: Promise<void> | undefined;

  constructor(engine: Engine, parts: LifeParts) {
    this.#engine = engine;
    this.#parts = parts;
  }

  get current(): Life | undefined {
    return this.#current;
  }

  /** Every id that something was started under. */
  get idsStarted(): ReadonlySet<string> {
    return this.#idsStarted;
  }

  /** Each time round it is another life, or there is an error. */
  async living(): Promise<Life> {
    for (;;) {
      await this.#turnsOver();
      this.#requireOpen();
      if (this.#current?.isOpen) return this.#current;
      await this.#inTurn(() => this.#beginIfOver());
    }
  }

  leave(instance: StartedInstance<unknown>): void {
    this.#instances.delete(instance);
  }

  /** Takes in a component. The first one begins the first life. */
  async add(recipe: Recipe): Promise<void> {
    this.#requireOpen();
    await this.#inTurn(async () => {
      if (this.#recipes.size === 0) await this.#beginFirst();
      else await this.#beginIfOver();
      await this.#current?.load(recipe);
      this.#recipes.add(recipe);
    });
  }

  async start<Exports>(recipe: Recipe, id: string | undefined, grants: Grants | undefined): Promise<Instance<Exports>> {
    this.#requireOpen();
    const instance = new StartedInstance<Exports>(recipe, id, grants, this);
    const known = instance as StartedInstance<unknown>;
    try {
      await this.#inTurn(() => this.#startNow(known));
      await this.living(); // it may have crashed meanwhile
      instance.requireStarted();
    } catch (error) {
      this.leave(known);
      throw error;
    }
    this.#idsStarted.add(instance.id);
    return instance;
  }

  /** @param host what is otherwise from now on, if the program can begin with it. */
  async restart(host: Partial<LifeParts["host"]> = {}): Promise<void> {
    this.#requireOpen();
    this.#current?.close();
    await this.#inTurn(async () => {
      await this.#current?.stop();
      const before = this.#parts;
      this.#parts = { ...before, host: { ...before.host, ...host } };
      try {
        await this.#beginAgain();
      } catch (error) {
        if (this.#current === undefined) this.#parts = before;
        throw error;
      }
    });
  }

  async crash(): Promise<void> {
    this.#requireOpen();
    this.#current?.crash();
    await this.#inTurn(async () => {
      if (this.#current?.isOpen) return; // it was begun again meanwhile
      await this.#beginAgain();
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#current?.close();
    try {
      await this.#inTurn(async () => {
        await this.#current?.stop();
        await this.#end();
      });
    } finally {
      await Promise.all(this.#gone);
      await this.#engine.remove();
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {}); // who asked for it hears of it
    return done;
  }

  async #turnsOver(): Promise<void> {
    for (let last: unknown; last !== this.#last; ) {
      last = this.#last;
      await last;
    }
  }

  #requireOpen(): void {
    if (this.#closing !== undefined) throw closedError();
  }

  /** Whatever comes of giving it back, the life is over. */
  async #end(): Promise<void> {
    const life = this.#current;
    if (life === undefined) return;
    this.#current = undefined;
    const ending = life.end();
    this.#gone.push(life.gone);
    await ending;
  }

  async #beginIfOver(): Promise<void> {
    if (!this.#current?.isOpen) await this.#beginAgain();
  }

  async #beginFirst(): Promise<void> {
    this.#current = await this.#newLife();
    this.#current.meetFaults();
  }

  /** An engine that cannot be given back does not keep the next life from beginning, and is told afterwards. */
  async #beginAgain(): Promise<void> {
    const [ended] = await Promise.allSettled([this.#end()]);
    try {
      this.#current = await this.#newLife();
    } catch (error) {
      throw notBegunError(error);
    }
    await this.#bringIn(this.#current);
    if (ended.status === "rejected") throw ended.reason;
  }

  async #newLife(): Promise<Life> {
    const engine = await this.#engine.open();
    try {
      return await Life.begin(this.#parts, engine);
    } catch (error) {
      await engine.close().catch(() => {}); // what kept it from beginning says more
      throw error;
    }
  }

  /**
   * Loads all components and starts all instances. If the life crashes meanwhile, the one after it follows.
   *
   * @throws the first of what went wrong, of which calls of that instance tell as well. Who starts an instance for the
   * first time hears of it alone.
   */
  async #bringIn(life: Life): Promise<void> {
    const failures: unknown[] = [];
    const note = (error: unknown) => void failures.push(error);
    for (const recipe of this.#recipes) await life.load(recipe).catch(note);
    for (const instance of this.#instances) {
      const isKnown = instance.hasStarted;
      await instance.startIn(life).catch((error: unknown) => isKnown && note(error));
    }
    life.meetFaults();
    if (failures.length > 0 && !life.isCrashed) throw failures[0];
  }

  async #startNow(instance: StartedInstance<unknown>): Promise<void> {
    await this.#beginIfOver();
    this.#instances.add(instance);
    const life = this.#current;
    if (life === undefined || life.isCrashed) return; // the next life begins with it
    await instance.startIn(life).catch((error: unknown) => {
      if (!life.isCrashed) throw error;
    });
  }
}

function notBegunError(cause: unknown): HarnessError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const right = "once that is mended, by heal() where it was planned, whatever is asked next or restart() tries again";
  return new HarnessError("not-begun", `the host could not be opened again: ${why}: ${right}`, { cause });
}
