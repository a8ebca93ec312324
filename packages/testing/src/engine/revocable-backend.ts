import {
  type Answer,
  type Backend,
  BackendError,
  type BackendStats,
  type Batch,
  type Bytes,
  type KeyBounds,
  type KeyCount,
  type Mode,
  type Page,
  type ScanRange,
} from "@airssys/backend";
import { isThenable } from "@airssys/protocol";

/**
 * A backend that can be taken away. Each life of a program has its own; once it is revoked, no request of that life
 * reaches the engine any more, even if code of the old life still holds a reference.
 */
export class RevocableBackend<M extends Mode> implements Backend<M> {
  readonly name: string;
  readonly mode: M;
  readonly capabilities: Backend["capabilities"];
  #backend: Backend<M>;
  readonly #underway = new Set<Promise<unknown>>();
  #isRevoked = false;

  constructor(backend: Backend<M>) {
    this.name = backend.name;
    this.mode = backend.mode;
    this.capabilities = backend.capabilities;
    this.#backend = backend;
  }

  get isRevoked(): boolean {
    return this.#isRevoked;
  }

  /** Refuses every request from now on with the error `closed`. */
  revoke(): void {
    this.#isRevoked = true;
  }

  /** Sends requests to another backend from now on. */
  redirect(to: Backend<M>): void {
    this.#backend = to;
  }

  /** Resolves when no request to the engine is under way. */
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

  count(range: KeyBounds): Answer<M, KeyCount> {
    return this.#ask((backend) => backend.count(range));
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

  /** Revokes this backend. The engine behind it stays open for its owner. */
  close(): Answer<M, void> {
    this.revoke();
    return (this.mode === "sync" ? undefined : Promise.resolve()) as Answer<M, void>;
  }

  #ask<T>(request: (backend: Backend<M>) => Answer<M, T>): Answer<M, T> {
    if (this.#isRevoked) return this.#refusal() as Answer<M, T>;
    const answer = request(this.#backend);
    if (!isThenable(answer)) return answer;
    const promise = Promise.resolve(answer);
    this.#watch(promise);
    return promise as Answer<M, T>;
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
