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
import type { ComponentLoader } from "../component/component-loader.ts";
import type { Life } from "./life.ts";

/** The lives of a program, as an instance sees them. */
export interface Lives {
  /** The current life, or the last one. */
  readonly current: Life | undefined;
  /** Returns the current life, or the next one once it has begun. @throws HarnessError `closed`, `not-begun` */
  currentLife(): Promise<Life>;
  /** Stops starting the instance in further lives. */
  forget(instance: StartedInstance<unknown>): void;
}

/** An instance that survives restarts and crashes: it is started again under its id in each life of the program. */
export class StartedInstance<Exports> implements Instance<Exports> {
  readonly id: string;
  readonly #loader: ComponentLoader;
  readonly #grants: Grants | undefined;
  readonly #lives: Lives;
  #life: Life | undefined;
  /** The instance of the life in which it was started last. */
  #instance: Instance<Exports> | undefined;
  /** The reason why there is none. */
  #failure: unknown;
  #isStopped = false;

  constructor(loader: ComponentLoader, id: string | undefined, grants: Grants | undefined, lives: Lives) {
    this.id = id ?? loader.manifest.component.id;
    this.#loader = loader;
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

  /** True once it was started in some life. */
  get hasStarted(): boolean {
    return this.#life !== undefined;
  }

  /** Returns the running instance. @throws the error that kept it from starting */
  requireStarted(): Instance<Exports> {
    if (this.#failure !== undefined || this.#instance === undefined) throw this.#failure;
    return this.#instance;
  }

  /**
   * Starts it in a life. @throws the errors of `Component.start`, which every call throws as well until the next life
   */
  async startIn(life: Life): Promise<void> {
    this.#failure = undefined;
    try {
      this.#instance = (await life.start(this.#loader, this.id, this.#grants)) as Instance<Exports>;
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
    this.#lives.forget(this as StartedInstance<unknown>);
    await this.#instance?.stop(options);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** Works synchronously while there is a life, so that calls keep their order. */
  #with<T>(path: string, work: (instance: Instance<Exports>) => Promise<T>): Promise<T> {
    if (this.#isStopped) return Promise.reject(this.#stopped());
    const [life, instance] = [this.#life, this.#instance];
    if (life?.isOpen && life === this.#lives.current && instance !== undefined && this.#failure === undefined)
      return life.during(path, () => work(instance));
    return this.#later(path, work);
  }

  /** Tries again if the life has ended in the meantime. */
  async #later<T>(path: string, work: (instance: Instance<Exports>) => Promise<T>): Promise<T> {
    const life = await this.#lives.currentLife();
    if (this.#isStopped) throw this.#stopped();
    if (!life.isOpen) return this.#later(path, work);
    const instance = this.requireStarted();
    return life.during(path, () => work(instance));
  }

  #stopped(): CallError {
    return new CallError("stopped", `the component ${this.id} is stopped`);
  }
}
