import type { Answer, Mode } from "@airssys/backend";
import { isThenable } from "@airssys/protocol";
import type { storageWatch } from "@airssys/wit/host";
import type { NamespaceUsage } from "../contract/namespace-usage.ts";
import type { Operation } from "../contract/operation.ts";
import { createImports, type Imports } from "../imports/imports.ts";
import { guestEvents } from "../imports/watch.ts";
import type { CallEnding } from "../observe/observer.ts";
import type { Outcome, OutcomeCode } from "../operations/outcome.ts";
import { namesNamespace } from "../operations/table.ts";
import { drive, driveAsync, driveFairly } from "../store/steps/drive.ts";
import type { Steps } from "../store/steps/steps.ts";
import { secondsSince, stopwatch } from "../time/stopwatch.ts";
import type { CallTransaction } from "./call-transaction.ts";
import { CommitError, commitOutcome } from "./commit-error.ts";
import { type GuardedComponent, guard, internalError, type PerformAdmitted } from "./guard.ts";
import { Session, type SessionHost, type Spaces } from "./session.ts";

/**
 * Connects one instance of a component to the host. It holds the instance's imports, bound to its namespace and grants,
 * and the transaction of the current call. The component cannot name its own namespace or grants, so it cannot change
 * them.
 *
 * Between `begin` and `commit` the imports work in the call's transaction. Outside of a call, and always in a host with
 * `commit: "operation"`, each operation is a transaction of its own.
 */
export interface Binding<M extends Mode = Mode> {
  readonly componentId: string;
  /** The functions that the component imports. */
  readonly imports: Imports<M>;
  /**
   * Runs one call as one transaction. If `work` returns, everything that the imports wrote during it is durable, in all
   * namespaces; if it throws, nothing is written. The calls of one component take turns, with each other and with other
   * writers of its namespace through the same backend object: of every host, and of grouped stores.
   * Commits to different namespaces that overlap in time are made durable together.
   *
   * @param work uses the imports until it ends. It must not wait for another call of the same component, or for a write
   * of a grouped store to its namespace: those wait for this call, so both would wait forever.
   * @throws what `work` throws; CommitError as {@link Binding.commit} does.
   *
   * @example
   * ```ts
   * import { openMemory } from "@airssys/backend/memory";
   * import { openHost } from "@airssys/host";
   *
   * const host = openHost({ backend: openMemory() });
   * const binding = host.bind("notes", { access: "read-write", quotaBytes: 10_000_000 });
   * const storage = binding.imports["airssys:wasm/storage"];
   * await binding.call(() => storage.storageSet("greeting", Uint8Array.of(104, 105))); // durable from here on
   * ```
   */
  call<T>(work: () => T | Promise<T>, settings?: CallSettings): Promise<T>;
  /**
   * Starts the transaction of a call, to be ended by `commit` or `rollback`. Prefer {@link Binding.call}, which takes
   * turns with other calls and shares syncs with them. Rolls back a call that is still open.
   */
  begin(): void;
  /**
   * Commits the call: makes all of its writes durable, or none.
   *
   * @throws CommitError `conflict` if another commit to one of the namespaces came first, `invalid-argument` if the
   * guest left a transaction open, `internal-error` if the backend failed. Its `outcome` tells whether the writes may
   * have happened nevertheless.
   */
  commit(): Answer<M, void>;
  /** Ends the call and drops its writes. Does nothing if no call is open. */
  rollback(): void;
  /**
   * Switches the guest's watches from polling to delivery: `onEvents` is called when events wait for
   * {@link Binding.takeEvents}, and polling returns none.
   */
  deliverEvents(onEvents: () => void): void;
  /** Whether events wait to be delivered. */
  readonly hasEvents: boolean;
  /** Takes the waiting events of one watch, in the shape of the contract; `undefined` if none wait. */
  takeEvents(): Delivery | undefined;
  /**
   * Returns the committed usage and the quota of the component's own namespace. Ignores the writes of an open call.
   */
  usage(): Answer<M, NamespaceUsage>;
  /** Rolls back an open call and closes the guest's watches. The binding can then be used again, like a new one. */
  reset(): void;
}

/** Events of one watch, for `handle` of `storage-events`. */
export interface Delivery {
  readonly watch: bigint;
  readonly events: storageWatch.Events;
}

/** Settings of one call. */
export interface CallSettings {
  /** Whether the call delivers events. The instance's watches then skip the changes that the call makes. */
  readonly isDelivery?: boolean;
}

/** Settings of a binding. */
export interface BindSettings {
  /**
   * Whether the caller of the imports can wait for promises, as a component in a thread of its own can. An import that
   * takes long, such as the removal of many keys, then returns a promise even over an embedded engine, and yields to
   * other work of the program. Default `false`.
   */
  readonly mayWait?: boolean;
}

/**
 * When writes become durable: `"call"`, all writes of a call together when it has returned; `"operation"`, each write
 * before its operation returns.
 */
export type CommitMode = "call" | "operation";

/** The parts of a host that its bindings share. */
export interface BindingHost<M extends Mode> extends SessionHost<M> {
  readonly commit: CommitMode;
}

/** Creates the binding of one instance. */
export function createBinding<M extends Mode>(
  spaces: Spaces<M>,
  guarded: GuardedComponent,
  host: BindingHost<M>,
  settings: BindSettings,
): Binding<M> {
  return new StoreBinding(spaces, guarded, host, settings);
}

class StoreBinding<M extends Mode> implements Binding<M> {
  readonly imports: Imports<M>;
  readonly #spaces: Spaces<M>;
  readonly #guarded: GuardedComponent;
  readonly #host: BindingHost<M>;
  readonly #session: Session<M>;
  readonly #mayWait: boolean;
  readonly #performAdmitted: PerformAdmitted = (operation) => this.#session.perform(operation);
  /** Incremented at the end of each call. Operations of an earlier generation are abandoned. */
  #generation = 0;
  /** Settles when the newest operation is done; `undefined` if none is running. Never rejects. */
  #lastAnswer: Promise<void> | undefined;
  #isCalling = false;
  /** Transaction of the open call; `undefined` in a host that commits each operation. */
  #call: CallTransaction | undefined;

  constructor(spaces: Spaces<M>, guarded: GuardedComponent, host: BindingHost<M>, { mayWait = false }: BindSettings) {
    this.#spaces = spaces;
    this.#guarded = guarded;
    this.#host = host;
    this.#mayWait = mayWait;
    this.#session = new Session(spaces, host, guarded.limits, guarded.reporter);
    this.imports = createImports((operation) => this.#perform(operation), host.cipher !== undefined);
  }

  get componentId(): string {
    return this.#guarded.componentId;
  }

  call<T>(work: () => T | Promise<T>, { isDelivery = false }: CallSettings = {}): Promise<T> {
    const { activeCalls } = this.#host.core;
    const inTurn = () => this.#spaces.own.inTurn(() => this.#callNow(work, isDelivery));
    return activeCalls.track(inTurn);
  }

  begin(): void {
    this.#begin(undefined);
  }

  commit(): Answer<M, void> {
    return drive(this.#host.core.mode, this.#commit(this.#endCall(), false));
  }

  rollback(): void {
    if (!this.#isCalling) return;
    this.#endCall();
    this.#reportEnded("rollback", "ok", this.#stopwatch());
  }

  deliverEvents(onEvents: () => void): void {
    this.#session.watches.startDelivery(onEvents);
  }

  get hasEvents(): boolean {
    return this.#session.watches.hasEvents;
  }

  takeEvents(): Delivery | undefined {
    const found = this.#session.watches.takeEvents();
    return found && { watch: found.watch, events: guestEvents(found) };
  }

  usage(): Answer<M, NamespaceUsage> {
    return this.#spaces.own.usage();
  }

  reset(): void {
    this.rollback();
    this.#session.end();
    this.#session.watches.closeAll();
  }

  /**
   * Performs operations one after the other, in the order of the requests, so that each sees the writes of those before
   * it.
   */
  #perform(asked: Operation): Answer<M, Outcome> {
    const before = this.#lastAnswer;
    const answer = before === undefined ? this.#performNow(asked) : this.#performAfter(before, asked);
    if (isThenable(answer)) this.#waitFor(answer);
    return answer as Answer<M, Outcome>;
  }

  async #performAfter(before: Promise<void>, asked: Operation): Promise<Outcome> {
    const generation = this.#generation;
    await before;
    return generation === this.#generation ? this.#performNow(asked) : CALL_IS_OVER;
  }

  #performNow(asked: Operation): Outcome | Promise<Outcome> {
    const namespace = this.#resolveNamespace(asked);
    const operation = namespace === undefined ? asked : { ...asked, namespace };
    const steps = guard(operation, this.#guarded, this.#performAdmitted);
    const { mode } = this.#host.core;
    if (!this.#mayWait) return drive(mode, steps);
    const generation = this.#generation;
    return driveFairly(mode, steps, () => generation !== this.#generation);
  }

  /** Returns the shared namespace that an operation works in; `undefined` for the component's own. */
  #resolveNamespace(asked: Operation): string | undefined {
    return asked.namespace ?? (namesNamespace(asked) ? undefined : this.#session.namespace);
  }

  #waitFor(answer: Promise<unknown>): void {
    const done = () => {
      if (this.#lastAnswer === settled) this.#lastAnswer = undefined;
    };
    const settled: Promise<void> = answer.then(done, done);
    this.#lastAnswer = settled;
  }

  async #callNow<T>(work: () => T | Promise<T>, isDelivery: boolean): Promise<T> {
    this.#begin(isDelivery ? this.#session.watches.origin : undefined);
    let result: T;
    try {
      const answer = work();
      // `await` only a promise: after a synchronous call, other work must not run before the commit.
      result = isThenable(answer) ? await answer : answer;
    } catch (cause) {
      this.rollback();
      throw cause;
    }
    await this.#commitWithOthers();
    return result;
  }

  /**
   * Commits the call. Shares the sync with other calls that overlap in time, if there are any and the call used only
   * its own namespace. A call with shared namespaces commits alone: of two at once, one would get a conflict.
   */
  #commitWithOthers(): Answer<Mode, void> {
    const { core } = this.#host;
    const ended = this.#endCall();
    const isAlone = !core.activeCalls.isBusy && !core.groupCommit.isBusy;
    if (isAlone || ended?.transaction?.touchesOnly(this.#spaces.own) !== true)
      return drive(core.mode, this.#commit(ended, false));
    return driveAsync(this.#commit(ended, true));
  }

  #begin(origin: object | undefined): void {
    this.rollback();
    this.#isCalling = true;
    this.#session.begin(origin);
    this.#call = this.#host.commit === "call" ? this.#session.beginTransaction() : undefined;
    this.#guarded.reporter?.report({ type: "call-began", isPending: this.#call !== undefined });
  }

  #endCall(): EndedCall | undefined {
    this.#generation++;
    this.#lastAnswer = undefined;
    const ended = { transaction: this.#call, openTransactions: this.#session.openTransactions };
    const isCalling = this.#isCalling;
    this.#isCalling = false;
    this.#call = undefined;
    this.#session.end();
    return isCalling ? ended : undefined;
  }

  *#commit(ended: EndedCall | undefined, isGrouped: boolean): Steps<void> {
    if (ended === undefined) return;
    const { reporter } = this.#guarded;
    reporter?.report({ type: "commit-began" });
    const started = this.#stopwatch();
    const error = yield* this.#commitEnded(ended, isGrouped);
    this.#reportEnded("commit", error?.payload.tag ?? "ok", started);
    if (error !== undefined) throw error;
    ended.transaction?.reportCrossings(reporter);
  }

  /** Commits an ended call. Returns the error if it was not committed. */
  *#commitEnded({ transaction, openTransactions }: EndedCall, isGrouped: boolean): Steps<CommitError | undefined> {
    if (openTransactions > 0) {
      const val = `the call ended with ${openTransactions} of its transactions neither committed nor rolled back`;
      return new CommitError({ tag: "invalid-argument", val }, "not-committed");
    }
    try {
      const isCommitted = transaction === undefined || (yield* transaction.commit(this.#host.core.backend, isGrouped));
      return isCommitted ? undefined : new CommitError({ tag: "conflict" }, "not-committed");
    } catch (cause) {
      const { payload } = internalError(cause, this.componentId, "commit", this.#guarded.log);
      return new CommitError(payload, commitOutcome(cause), { cause });
    }
  }

  #stopwatch(): number | undefined {
    return stopwatch(this.#guarded.reporter?.isTimed === true);
  }

  #reportEnded(ending: CallEnding, outcome: OutcomeCode, started: number | undefined): void {
    this.#guarded.reporter?.report({ type: "call-ended", ending, outcome, seconds: secondsSince(started) });
  }
}

/** The outcome of an operation whose call ended before its turn came. */
const CALL_IS_OVER: Outcome = { tag: "err", val: { tag: "invalid-argument", val: "the call is over" } };

/** A call that has returned and is about to be committed. */
interface EndedCall {
  /** `undefined` in a host that commits each operation. */
  readonly transaction: CallTransaction | undefined;
  /** Number of transactions that the guest left open. */
  readonly openTransactions: number;
}
