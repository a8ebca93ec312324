import type { Grants } from "@airssys/host";
import type { Instance } from "@airssys/runtime";
import type { ComponentLoader } from "../component/component-loader.ts";
import type { Engine } from "../engine/engine.ts";
import { closedError, HarnessError } from "../errors/harness-error.ts";
import { Life, type LifeParts } from "./life.ts";
import { type Lives, StartedInstance } from "./started-instance.ts";

/** A program that can end and begin again. Each life has the same components and instances. */
export class Program implements Lives {
  readonly #engine: Engine;
  #parts: LifeParts;
  readonly #loaders = new Set<ComponentLoader>();
  readonly #instances = new Set<StartedInstance<unknown>>();
  readonly #idsStarted = new Set<string>();
  readonly #gone: Promise<void>[] = [];
  /** The last piece of work on the program; each waits for the one before. Never rejects. */
  #last: Promise<unknown> = Promise.resolve();
  /** Undefined before the first life, and after one that could not begin. */
  #current: Life | undefined;
  #closing: Promise<void> | undefined;

  constructor(engine: Engine, parts: LifeParts) {
    this.#engine = engine;
    this.#parts = parts;
  }

  get current(): Life | undefined {
    return this.#current;
  }

  /** Ids under which instances were started. */
  get idsStarted(): ReadonlySet<string> {
    return this.#idsStarted;
  }

  /** Ends because each round either finds an open life, begins one, or throws. */
  async currentLife(): Promise<Life> {
    for (;;) {
      await this.#lastTurn();
      this.#requireOpen();
      if (this.#current?.isOpen) return this.#current;
      await this.#inTurn(() => this.#beginIfOver());
    }
  }

  forget(instance: StartedInstance<unknown>): void {
    this.#instances.delete(instance);
  }

  /** Adds a component. The first one begins the first life. */
  async add(loader: ComponentLoader): Promise<void> {
    this.#requireOpen();
    await this.#inTurn(async () => {
      if (this.#loaders.size === 0) await this.#beginFirst();
      else await this.#beginIfOver();
      await this.#current?.load(loader);
      this.#loaders.add(loader);
    });
  }

  async start<Exports>(
    loader: ComponentLoader,
    id: string | undefined,
    grants: Grants | undefined,
  ): Promise<Instance<Exports>> {
    this.#requireOpen();
    const instance = new StartedInstance<Exports>(loader, id, grants, this);
    const known = instance as StartedInstance<unknown>;
    try {
      await this.#inTurn(() => this.#startNow(known));
      await this.currentLife(); // it may have crashed meanwhile
      instance.requireStarted();
    } catch (error) {
      this.forget(known);
      throw error;
    }
    this.#idsStarted.add(instance.id);
    return instance;
  }

  /** @param host host options to change from now on, if the program can begin with them */
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

  async #lastTurn(): Promise<void> {
    for (let last: unknown; last !== this.#last; ) {
      last = this.#last;
      await last;
    }
  }

  #requireOpen(): void {
    if (this.#closing !== undefined) throw closedError();
  }

  /** The life is over even if closing its engine fails. */
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
    this.#current.enableFaults();
  }

  /** An engine that fails to close does not prevent the next life; its error is thrown afterwards. */
  async #beginAgain(): Promise<void> {
    const [ended] = await Promise.allSettled([this.#end()]);
    try {
      this.#current = await this.#newLife();
    } catch (error) {
      throw notBegunError(error);
    }
    await this.#startAll(this.#current);
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
   * Loads all components and starts all instances. If this life crashes meanwhile, the next one does it again.
   *
   * @throws the first error of a component or of an instance that had been started before; calls of that instance throw
   * it too. An instance that starts for the first time reports its error to its own caller.
   */
  async #startAll(life: Life): Promise<void> {
    const failures: unknown[] = [];
    const note = (error: unknown) => void failures.push(error);
    for (const loader of this.#loaders) await life.load(loader).catch(note);
    for (const instance of this.#instances) {
      const isKnown = instance.hasStarted;
      await instance.startIn(life).catch((error: unknown) => isKnown && note(error));
    }
    life.enableFaults();
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
