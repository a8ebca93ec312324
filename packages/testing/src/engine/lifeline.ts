import {
  type Answer,
  type Backend,
  BackendError,
  type BackendStats,
  type Batch,
  type Bytes,
  type Mode,
  type Page,
  type ScanRange,
} from "@airssys/backend";

/**
 * The way of one life of a program to its engine. Once it is cut nothing that this life asks for reaches the engine any
 * more, whoever still holds on to it: what a process did not do before its end it never does.
 */
export class Lifeline<M extends Mode> implements Backend<M> {
  readonly name: string;
  readonly mode: M;
  readonly capabilities: Backend["capabilities"];
  #backend: Backend<M>;
  readonly #underway = new Set<Promise<unknown>>();
  #isCut = false;

  constructor(backend: Backend<M>) {
    this.name = backend.name;
    this.mode = backend.mode;
    this.capabilities = backend.capabilities;
    this.#backend = backend;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  /** From now on every request is a `closed` error. */
  cut(): void {
    this.#isCut = true;
  }

  /** What is asked from now on goes to this one. */
  lead(to: Backend<M>): void {
    this.#backend = to;
  }

  /** Resolves when nothing that has reached the engine is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#underway);
  }

  get(key: Bytes): Answer<M, Bytes | undefined> {
    return this.#ask((backend) => backend.get(key));
  }

  getMany(keys: readonly Bytes[]): Answer<M, (Bytes | undefined)[]> {
    return this.#ask((backend) => backend.getMany(keys));
  }

  scan(range: ScanRange): Answer<M, Page> {
    return this.#ask((backend) => backend.scan(range));
  }

  commit(batch: Batch): Answer<M, boolean> {
    return this.#ask((backend) => backend.commit(batch));
  }

  commitAll(batches: readonly Batch[]): Answer<M, boolean[]> {
    return this.#ask((backend) => backend.commitAll(batches));
  }

  flush(): Answer<M, void> {
    return this.#ask((backend) => backend.flush());
  }

  stats(): Answer<M, BackendStats> {
    return this.#ask((backend) => backend.stats());
  }

  /** The engine itself is closed by who has opened it. */
  close(): Answer<M, void> {
    this.cut();
    return (this.mode === "sync" ? undefined : Promise.resolve()) as Answer<M, void>;
  }

  #ask<T>(request: (backend: Backend<M>) => Answer<M, T>): Answer<M, T> {
    if (this.#isCut) return this.#refusal() as Answer<M, T>;
    const answer = request(this.#backend);
    if (answer instanceof Promise) this.#watch(answer);
    return answer;
  }

  #refusal(): unknown {
    const error = new BackendError("closed", "this life of the program is over");
    if (this.mode === "sync") throw error;
    return Promise.reject(error);
  }

  #watch(answer: Promise<unknown>): void {
    const done = () => {
      this.#underway.delete(watched);
    };
    const watched: Promise<void> = answer.then(done, done);
    this.#underway.add(watched);
  }
}
