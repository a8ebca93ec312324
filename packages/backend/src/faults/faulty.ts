import type {
  Answer,
  Backend,
  BackendStats,
  Batch,
  Bytes,
  KeyBounds,
  KeyCount,
  Mode,
  Page,
  ScanRange,
} from "../backend.ts";
import { BackendError } from "../backend-error.ts";
import { ownedBatch, ownedBytes, ownedKeys, ownedRange } from "../owned-request.ts";
import { type Fault, type FaultRule, findFault, type RequestKind, type RequestSeen } from "./fault-rule.ts";

/** Number of requests of each kind, including those that failed. */
export type RequestCounts = Readonly<Record<RequestKind, number>>;

/** A backend with injected faults. */
export interface FaultyBackend<M extends Mode> extends Backend<M> {
  /** Number of requests so far, by kind. */
  readonly counts: RequestCounts;
}

/**
 * Wraps a backend and injects faults, for tests: requests that fail, answers that are lost or late, a slow or full
 * disk. If several rules match a request, the first one applies. Rules are evaluated at each request, so `when` may
 * read state that the test changes.
 *
 * @example
 * ```ts
 * import { faulty } from "@airssys/backend/faults";
 * import { openMemory } from "@airssys/backend/memory";
 *
 * const backend = faulty(openMemory(), [{ kind: "commit", at: 2, fault: { type: "lose-answer" } }]);
 * const put = (value: number) =>
 *   backend.commit({ checks: [], writes: [{ type: "put", key: Uint8Array.of(1), value: Uint8Array.of(value) }] });
 *
 * put(1); // true
 * put(2); // throws a BackendError with the code "io" and the outcome "unknown"
 * backend.get(Uint8Array.of(1)); // Uint8Array [2]: it happened
 * backend.counts.commit; // 2
 * ```
 */
export function faulty<M extends Mode>(backend: Backend<M>, rules: readonly FaultRule<NoInfer<M>>[]): FaultyBackend<M> {
  return new PlannedBackend(backend, rules);
}

class PlannedBackend<M extends Mode> implements FaultyBackend<M> {
  readonly name: string;
  readonly mode: M;
  readonly capabilities: Backend["capabilities"];
  readonly counts = { get: 0, getMany: 0, scan: 0, count: 0, commit: 0, commitAll: 0, flush: 0, stats: 0, close: 0 };
  readonly #backend: Backend<M>;
  readonly #rules: readonly FaultRule<M>[];
  #countOfAll = 0;

  constructor(backend: Backend<M>, rules: readonly FaultRule<M>[]) {
    this.name = backend.name;
    this.mode = backend.mode;
    this.capabilities = backend.capabilities;
    this.#backend = backend;
    this.#rules = rules;
  }

  get(key: Bytes): Answer<M, Bytes | undefined> {
    const owned = ownedBytes(key);
    return this.#answer("get", { keys: [owned] }, () => this.#backend.get(owned));
  }

  getMany(keys: readonly Bytes[]): Answer<M, (Bytes | undefined)[]> {
    const owned = ownedKeys(keys);
    return this.#answer("getMany", { keys: owned }, () => this.#backend.getMany(owned));
  }

  scan(range: ScanRange): Answer<M, Page> {
    const owned = ownedRange(range);
    return this.#answer("scan", { range: owned }, () => this.#backend.scan(owned));
  }

  count(range: KeyBounds): Answer<M, KeyCount> {
    const owned = ownedRange(range);
    return this.#answer("count", { range: owned }, () => this.#backend.count(owned));
  }

  commit(batch: Batch): Answer<M, boolean> {
    const owned = ownedBatch(batch);
    return this.#answer("commit", { batch: owned }, () => this.#backend.commit(owned));
  }

  commitAll(batches: readonly Batch[]): Answer<M, boolean[]> {
    const owned = batches.map(ownedBatch);
    return this.#answer("commitAll", { batches: owned }, () => this.#backend.commitAll(owned));
  }

  flush(): Answer<M, void> {
    return this.#answer("flush", {}, () => this.#backend.flush());
  }

  stats(): Answer<M, BackendStats> {
    return this.#answer("stats", {}, () => this.#backend.stats());
  }

  close(): Answer<M, void> {
    return this.#answer("close", {}, () => this.#backend.close());
  }

  #answer<T>(kind: RequestKind, about: Partial<RequestSeen>, run: () => Answer<M, T>): Answer<M, T> {
    const ofKind = ++this.counts[kind];
    const ofAll = ++this.#countOfAll;
    const fault = findFault(this.#rules, { ...about, kind, ofKind, ofAll });
    if (fault === undefined) return run();
    if (this.mode === "sync") return answerWithFault(fault, kind, run);
    return answerWithFaultLater(fault, kind, run as () => Promise<T>) as Answer<M, T>;
  }
}

/** Answers a request to a synchronous backend with a fault. */
function answerWithFault<T>(fault: Fault, kind: RequestKind, run: () => T): T {
  switch (fault.type) {
    case "delay":
      throw new TypeError('a synchronous backend cannot wait: use a fault of type "block" instead of "delay"');
    case "block":
      block(fault.milliseconds);
      return run();
    case "lose-answer":
      run();
      throw answerLost(kind);
    case "fail":
      throw failure(fault, kind);
  }
}

/** Answers a request to an asynchronous backend with a fault. */
async function answerWithFaultLater<T>(fault: Fault, kind: RequestKind, run: () => Promise<T>): Promise<T> {
  if (fault.type === "delay") await fault.pause();
  if (fault.type === "block") block(fault.milliseconds);
  if (fault.type === "fail") throw failure(fault, kind);
  const answer = await run();
  if (fault.type === "lose-answer") throw answerLost(kind);
  return answer;
}

/** Blocks the thread. The wait always ends by its timeout, because nothing notifies it. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function answerLost(kind: RequestKind): BackendError {
  return new BackendError("io", `injected fault: the answer of ${kind} was lost`, { outcome: "unknown" });
}

function failure({ code = "io", outcome }: Fault & { type: "fail" }, kind: RequestKind): BackendError {
  const told = outcome ?? (code === "io" ? "unknown" : "not-committed");
  return new BackendError(code, `injected fault: ${kind} failed`, { outcome: told });
}
