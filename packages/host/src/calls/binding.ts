import type { Answer, Mode } from "@airssys/backend";
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
import type { CallTraffic } from "./call-traffic.ts";
import type { CallTransaction } from "./call-transaction.ts";
import { CommitError, outcomeOf } from "./commit-error.ts";
import { type Admitted, type Guarded, guard, internalError } from "./guard.ts";
import { Session, type SessionHost, type Spaces } from "./session.ts";

/**
 * What one instance of a component is given: imports bound to its namespace and grants, which it cannot name and so
 * cannot change, and the transaction that spans one call of an export.
 *
 * Between `begin` and `commit` the imports work in that transaction; otherwise, and always in a host that commits each
 * operation, every one of them is a transaction of its own.
 */
export interface Binding<M extends Mode = Mode> {
  readonly componentId: string;
  readonly imports: Imports<M>;
  /**
   * Does the work of one call as one transaction: when it ends well, everything that the imports wrote meanwhile is
   * durable, in all namespaces, and when it throws, nothing is. Calls that write to the same namespace go one after the
   * other; commits of others that overlap in time are made durable together.
   *
   * @param work what may use the imports, until it ends. It must not wait for another call that writes to the same
   * namespace: that one waits for its turn.
   * @throws whatever the work throws; CommitError as {@link Binding.commit} does.
   */
  call<T>(work: () => T | Promise<T>, settings?: CallSettings): Promise<T>;
  /**
   * Starts the transaction of a call, for whoever wants to end it at once and alone: see {@link Binding.call}. One that
   * was left open is rolled back.
   */
  begin(): void;
  /**
   * Makes the call's writes durable, all of them or none.
   *
   * @throws CommitError `conflict` if another commit to one of the namespaces won, `invalid-argument` if the guest has
   * left a transaction open, and `internal-error` if the backend failed; its `outcome` tells whether anything can have
   * been written all the same.
   */
  commit(): Answer<M, void>;
  /** Forgets the call's writes. */
  rollback(): void;
  /**
   * Has the events of the guest's watches delivered: `onEvents` is called when some wait for
   * {@link Binding.takeEvents}, and the guest finds none by polling.
   */
  deliverEvents(onEvents: () => void): void;
  /** Whether events wait to be delivered. */
  readonly hasEvents: boolean;
  /** The next events that wait to be delivered, of one watch, as the contract has them. */
  takeEvents(): Delivery | undefined;
  /**
   * What the namespace uses now, what it may use, in bytes, and the number of its keys. Outside of any call's
   * transaction.
   */
  usage(): Answer<M, NamespaceUsage>;
  /** Rolls back what is open and ends the guest's watches. The binding can be used again, as if it were new. */
  reset(): void;
}

/** Events of one watch, to be handed to `handle` of `storage-events`. */
export interface Delivery {
  readonly watch: bigint;
  readonly events: storageWatch.Events;
}

/** How a call is done. */
export interface CallSettings {
  /** The call delivers events, and is not told of its own changes. */
  readonly isDelivery?: boolean;
}

/** How a component is bound. */
export interface BindSettings {
  /**
   * Whether whoever calls the imports can wait, as a component in a thread of its own can. An import that takes long,
   * such as the count of many keys, then answers with a promise also over an embedded engine, and lets the program's
   * other work go on. Default `false`.
   */
  readonly mayWait?: boolean;
}

/** When writes become durable: with the call that made them, or each by itself. */
export type CommitMode = "call" | "operation";

/** What a binding is made of, beside what is its own. */
export interface BindingHost<M extends Mode> extends SessionHost<M> {
  readonly traffic: CallTraffic;
  readonly commit: CommitMode;
}

export function createBinding<M extends Mode>(
  spaces: Spaces<M>,
  guarded: Guarded,
  host: BindingHost<M>,
  settings: BindSettings,
): Binding<M> {
  return new StoreBinding(spaces, guarded, host, settings);
}

class StoreBinding<M extends Mode> implements Binding<M> {
  readonly imports: Imports<M>;
  readonly #spaces: Spaces<M>;
  readonly #guarded: Guarded;
  readonly #host: BindingHost<M>;
  readonly #session: Session<M>;
  readonly #mayWait: boolean;
  readonly #performAdmitted: Admitted = (operation) => this.#session.perform(operation);
  /** Grows with each end of a call: what was begun before belongs to nobody any more. */
  #rounds = 0;
  /** What was asked for last, until it is done. Never rejects. */
  #underway: Promise<void> | undefined;
  #isCalling = false;
  /** The transaction of the call, in a host that commits calls. */
  #call: CallTransaction | undefined;

  constructor(spaces: Spaces<M>, guarded: Guarded, host: BindingHost<M>, { mayWait = false }: BindSettings) {
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
    const { traffic } = this.#host;
    const inTurn = () => this.#spaces.own.inTurn(() => this.#callNow(work, isDelivery));
    return traffic.during(inTurn);
  }

  begin(): void {
    this.#begin(undefined);
  }

  commit(): Answer<M, void> {
    return drive(this.#host.core.mode, this.#commit(this.#leave(), false));
  }

  rollback(): void {
    if (!this.#isCalling) return;
    this.#leave();
    this.#reportEnded("rollback", "ok", this.#stopwatch());
  }

  deliverEvents(onEvents: () => void): void {
    this.#session.watches.deliver(onEvents);
  }

  get hasEvents(): boolean {
    return this.#session.watches.isWaiting;
  }

  takeEvents(): Delivery | undefined {
    const found = this.#session.watches.delivery();
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
   * Operations that are asked for together are done one after the other: each starts from what the one before it has
   * left.
   */
  #perform(asked: Operation): Answer<M, Outcome> {
    const before = this.#underway;
    const answer = before === undefined ? this.#performNow(asked) : this.#performAfter(before, asked);
    if (answer instanceof Promise) this.#waitFor(answer);
    return answer as Answer<M, Outcome>;
  }

  async #performAfter(before: Promise<void>, asked: Operation): Promise<Outcome> {
    const round = this.#rounds;
    await before;
    return round === this.#rounds ? this.#performNow(asked) : TOO_LATE;
  }

  #performNow(asked: Operation): Outcome | Promise<Outcome> {
    const namespace = this.#namespaceOf(asked);
    const operation = namespace === undefined ? asked : { ...asked, namespace };
    const steps = guard(operation, this.#guarded, this.#performAdmitted);
    const { mode } = this.#host.core;
    if (!this.#mayWait) return drive(mode, steps);
    const round = this.#rounds;
    return driveFairly(mode, steps, () => round !== this.#rounds);
  }

  /** The shared namespace that an operation is for; `undefined`: the component's own. */
  #namespaceOf(asked: Operation): string | undefined {
    return asked.namespace ?? (namesNamespace(asked) ? undefined : this.#session.namespace);
  }

  #waitFor(answer: Promise<unknown>): void {
    const done = () => {
      if (this.#underway === settled) this.#underway = undefined;
    };
    const settled: Promise<void> = answer.then(done, done);
    this.#underway = settled;
  }

  async #callNow<T>(work: () => T | Promise<T>, isDelivery: boolean): Promise<T> {
    this.#begin(isDelivery ? this.#session.watches : undefined);
    let result: T;
    try {
      const answer = work();
      // Not awaited without need: nothing may come between the call and its commit.
      result = answer instanceof Promise ? await answer : answer;
    } catch (cause) {
      this.rollback();
      throw cause;
    }
    await this.#commitInTraffic();
    return result;
  }

  /**
   * Shares a sync with others that overlap in time, if there are any. What is about shared namespaces goes alone: of
   * two at once one would lose.
   */
  #commitInTraffic(): Answer<Mode, void> {
    const { core, traffic } = this.#host;
    const ended = this.#leave();
    const isAlone = !traffic.isBusy && !core.groupCommit.isBusy;
    if (isAlone || ended?.transaction?.isAbout(this.#spaces.own) !== true)
      return drive(core.mode, this.#commit(ended, false));
    return driveAsync(this.#commit(ended, true));
  }

  #begin(origin: object | undefined): void {
    this.rollback();
    this.#isCalling = true;
    this.#session.begin(origin);
    this.#call = this.#host.commit === "call" ? this.#session.beginTransaction() : undefined;
    this.#guarded.reporter?.tell({ type: "call-began", isPending: this.#call !== undefined });
  }

  #leave(): EndedCall | undefined {
    this.#rounds++;
    this.#underway = undefined;
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
    reporter?.tell({ type: "commit-began" });
    const started = this.#stopwatch();
    const error = yield* this.#commitEnded(ended, isGrouped);
    this.#reportEnded("commit", error?.payload.tag ?? "ok", started);
    if (error !== undefined) throw error;
    ended.transaction?.reportCrossings(reporter);
  }

  /** Answers why the call is not committed. */
  *#commitEnded({ transaction, openTransactions }: EndedCall, isGrouped: boolean): Steps<CommitError | undefined> {
    if (openTransactions > 0) {
      const val = `the call ended with ${openTransactions} of its transactions neither committed nor rolled back`;
      return new CommitError({ tag: "invalid-argument", val }, "not-committed");
    }
    try {
      const isCommitted = transaction === undefined || (yield* transaction.commit(this.#host.core.engine, isGrouped));
      return isCommitted ? undefined : new CommitError({ tag: "conflict" }, "not-committed");
    } catch (cause) {
      const { payload } = internalError(cause, this.componentId, "commit", this.#guarded.log);
      return new CommitError(payload, outcomeOf(cause), { cause });
    }
  }

  #stopwatch(): number | undefined {
    return stopwatch(this.#guarded.reporter?.isTimed === true);
  }

  #reportEnded(ending: CallEnding, outcome: OutcomeCode, started: number | undefined): void {
    this.#guarded.reporter?.tell({ type: "call-ended", ending, outcome, seconds: secondsSince(started) });
  }
}

/** What becomes of an operation whose call is over before its turn. */
const TOO_LATE: Outcome = { tag: "err", val: { tag: "invalid-argument", val: "the call is over" } };

/** A call that has returned and is to be committed. */
interface EndedCall {
  /** `undefined` in a host that commits each operation. */
  readonly transaction: CallTransaction | undefined;
  /** Number of transactions that the guest has left open. */
  readonly openTransactions: number;
}
