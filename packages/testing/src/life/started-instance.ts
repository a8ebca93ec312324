import type { Grants, NamespaceUsage } from "@airssys/host";
import {
  type CallArguments,
  CallError,
  type CallResult,
  type ExportAt,
  type ExportPath,
  type Instance,
  type StopOptions,
} from "@airssys/runtime";
import type { Recipe } from "../component/recipe.ts";
import type { Life } from "./life.ts";

/** What an instance needs to know of the lives of its program. */
export interface Lives {
  /** The life of now, or the last one. */
  readonly current: Life | undefined;
  /** The life of now, or the one that is about to begin. @throws HarnessError `closed`, `not-begun` */
  living(): Promise<Life>;
  /** The instance is started in no further life. */
  leave(instance: StartedInstance<unknown>): void;
}

/** An instance that goes on over restarts and crashes: started again under its id in each life of the program. */
export class StartedInstance<Exports> implements Instance<Exports> {
  readonly id: string;
  readonly #recipe: Recipe;
  readonly #grants: Grants | undefined;
  readonly #lives: Lives;
  #life: Life | undefined;
  /** Of the life that it was started in last. */
  #instance: Instance<Exports> | undefined;
  /** Why there is none. */
  #failure: unknown;
  #isStopped = false;

  constructor(recipe: Recipe, id: string | undefined, grants: Grants | undefined, lives: Lives) {
    this.id = id ?? recipe.manifest.component.id;
    this.#recipe = recipe;
    this.#grants = grants;
    this.#lives = lives;
  }

  get stdout(): string {
    return this.#instance?.stdout ?? "";
  }

  get stderr(): string {
    return this.#instance?.stderr ?? "";
  }

  get traps(): number {
    return this.#instance?.traps ?? 0;
  }

  /** Whether it was ever started. */
  get hasStarted(): boolean {
    return this.#life !== undefined;
  }

  /** @throws what kept it from starting */
  requireStarted(): Instance<Exports> {
    if (this.#failure !== undefined || this.#instance === undefined) throw this.#failure;
    return this.#instance;
  }

  /** Starts it in a life. @throws what its start throws, which every call throws as well until the next life */
  async startIn(life: Life): Promise<void> {
    this.#failure = undefined;
    try {
      this.#instance = (await life.start(this.#recipe, this.id, this.#grants)) as Instance<Exports>;
      this.#life = life;
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  call<Path extends ExportPath<Exports>>(
    path: Path,
    ...args: CallArguments<ExportAt<Exports, Path>>
  ): Promise<CallResult<ExportAt<Exports, Path>>> {
    return this.#with(path, (instance) => instance.call(path, ...args));
  }

  usage(): Promise<NamespaceUsage> {
    return this.#with("usage", (instance) => instance.usage());
  }

  async stop(options?: StopOptions): Promise<void> {
    this.#isStopped = true;
    this.#lives.leave(this as StartedInstance<unknown>);
    await this.#instance?.stop(options);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** At once where there is a life, so that calls are in the order in which they were made. */
  #with<T>(path: string, work: (instance: Instance<Exports>) => Promise<T>): Promise<T> {
    if (this.#isStopped) return Promise.reject(this.#stopped());
    const [life, instance] = [this.#life, this.#instance];
    if (life?.isOpen && life === this.#lives.current && instance !== undefined && this.#failure === undefined)
      return life.during(path, () => work(instance));
    return this.#later(path, work);
  }

  /** Round again only for a life that has ended meanwhile, which another one follows. */
  async #later<T>(path: string, work: (instance: Instance<Exports>) => Promise<T>): Promise<T> {
    const life = await this.#lives.living();
    if (this.#isStopped) throw this.#stopped();
    if (!life.isOpen) return this.#later(path, work);
    const instance = this.requireStarted();
    return life.during(path, () => work(instance));
  }

  #stopped(): CallError {
    return new CallError("stopped", `the component ${this.id} is stopped`);
  }
}
