import type { Grants } from "@airssys/host";
import type { Instance } from "@airssys/runtime";
import type { Recipe } from "../component/recipe.ts";
import type { Engine } from "../engine/engine.ts";
import { closedError } from "../harness-error.ts";
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
  #current: Life | undefined;
  /** What kept the last life from beginning. */
  #failure: unknown;
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

  /** The life of now, or the one that is about to begin. @throws HarnessError `closed` */
  async living(): Promise<Life> {
    await this.ready();
    if (this.#current === undefined) throw closedError();
    return this.#current;
  }

  async ready(): Promise<void> {
    for (let last: unknown; last !== this.#last; ) {
      last = this.#last;
      await last;
    }
    if (this.#closing !== undefined) throw closedError();
    if (this.#failure !== undefined) throw this.#failure;
  }

  leave(instance: StartedInstance<unknown>): void {
    this.#instances.delete(instance);
  }

  /** Takes in a component. The first one begins the first life. */
  async add(recipe: Recipe): Promise<void> {
    this.#requireOpen();
    await this.#inTurn(async () => {
      if (this.#current === undefined) await this.#begin();
      await this.#current?.load(recipe);
      this.#recipes.add(recipe);
    });
  }

  async start<Exports>(recipe: Recipe, id: string | undefined, grants: Grants | undefined): Promise<Instance<Exports>> {
    this.#requireOpen();
    const instance = new StartedInstance<Exports>(recipe, id, grants, this);
    await this.#inTurn(() => this.#startNow(instance as StartedInstance<unknown>));
    await this.ready();
    return instance;
  }

  /** @param host what is otherwise from now on. */
  async restart(host: Partial<LifeParts["host"]> = {}): Promise<void> {
    this.#requireOpen();
    this.#current?.close();
    await this.#inTurn(async () => {
      await this.#current?.stop();
      this.#parts = { ...this.#parts, host: { ...this.#parts.host, ...host } };
      await this.#beginAgain();
    });
  }

  async crash(): Promise<void> {
    this.#requireOpen();
    this.#current?.crash();
    await this.#inTurn(async () => {
      if (this.#current?.isCrashed) await this.#beginAgain(); // unless it was begun again meanwhile
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#current?.close();
    await this.#inTurn(async () => {
      await this.#current?.stop();
      await this.#end();
    });
    await Promise.all(this.#gone);
    await this.#engine.remove();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {}); // who asked for it hears of it
    return done;
  }

  #requireOpen(): void {
    if (this.#closing !== undefined) throw closedError();
  }

  async #end(): Promise<void> {
    if (this.#current === undefined) return;
    await this.#current.end();
    this.#gone.push(this.#current.gone);
  }

  async #beginAgain(): Promise<void> {
    await this.#end();
    await this.#begin();
  }

  /** If the life crashes as it begins, the one after it follows. */
  async #begin(): Promise<void> {
    this.#failure = undefined;
    try {
      const life = await this.#newLife();
      this.#current = life;
      const failures = await this.#bringIn(life);
      if (failures.length > 0 && !life.isCrashed) throw failures[0];
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  async #newLife(): Promise<Life> {
    const engine = await this.#engine.open();
    try {
      return await Life.begin(this.#parts, engine);
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /** Loads all components and starts all instances. Answers what went wrong. */
  async #bringIn(life: Life): Promise<unknown[]> {
    const failures: unknown[] = [];
    const note = (error: unknown) => void failures.push(error);
    for (const recipe of this.#recipes) await life.load(recipe).catch(note);
    for (const instance of this.#instances) await instance.startIn(life).catch(note);
    return failures;
  }

  async #startNow(instance: StartedInstance<unknown>): Promise<void> {
    const life = this.#current;
    if (life === undefined || this.#failure !== undefined) throw this.#failure ?? closedError();
    this.#instances.add(instance);
    try {
      if (!life.isCrashed) await instance.startIn(life); // otherwise the next life begins with it
    } catch (error) {
      if (life.isCrashed) return;
      this.#instances.delete(instance);
      throw error;
    }
    this.#idsStarted.add(instance.id);
  }
}
