import type { BackendErrorCode, CommitOutcome, Mode } from "@airssys/backend";
import { type Fault, type FaultRule, fullDisk, type RequestSeen } from "@airssys/backend/faults";
import { setTimeout } from "../clock/platform-time.ts";

/** Details of a failure. */
export interface FailureOptions {
  /** Default `io`. */
  readonly code?: BackendErrorCode;
  /** Outcome of a commit that failed. Default: `unknown` for `io`, otherwise `not-committed`. */
  readonly outcome?: CommitOutcome;
}

/**
 * Plans failures of the engine. Requests are counted from the moment of the plan; 1 is the next one. Plans stay in
 * force over restarts, until {@link HarnessFaults.heal}.
 *
 * Only commits that write something count. Reads are those of the engine; one `storage-get` takes several. Requests of
 * the host while it opens, and of the harness itself, such as for `entries`, do not count and never fail.
 */
export interface HarnessFaults {
  /** Makes the nth commit from now fail. */
  failCommit(nth?: number, failure?: FailureOptions): void;
  /** Makes the nth commit from now take effect and then fail with an unknown outcome. */
  loseAnswer(nth?: number): void;
  /** Makes the nth read of the engine from now fail: of a value, of several values, or of a range. */
  failRead(nth?: number, failure?: FailureOptions): void;
  /** Delays every read by some milliseconds. Over a synchronous engine the thread is blocked for that time. */
  slowReads(milliseconds: number): void;
  /** Delays every commit by some milliseconds, in the same way. */
  slowCommits(milliseconds: number): void;
  /** Refuses every commit that would write something. */
  fullDisk(): void;
  /**
   * Adds a rule of `@airssys/backend/faults`, whose numbers count from the last time the host was opened. If several
   * plans match a request, the first applies.
   */
  plan(rule: FaultRule): void;
  /** Removes all plans. */
  heal(): void;
}

export class PlannedFaults implements HarnessFaults {
  /** The rules for `faulty` of the backend, which reads them with each request. */
  readonly rules: FaultRule[] = [this.#counting()];
  /** The mode of the engine. */
  mode: Mode = "sync";
  #commits = 0;
  #reads = 0;

  failCommit(nth = 1, failure: FailureOptions = {}): void {
    this.#atCommit(nth, { type: "fail", ...failure });
  }

  loseAnswer(nth = 1): void {
    this.#atCommit(nth, { type: "lose-answer" });
  }

  failRead(nth = 1, failure: FailureOptions = {}): void {
    const at = this.#reads + requireCount(nth);
    this.plan({ when: (request) => isRead(request) && this.#reads === at, fault: { type: "fail", ...failure } });
  }

  slowReads(milliseconds: number): void {
    this.plan({ when: isRead, fault: this.#lateBy(milliseconds) });
  }

  slowCommits(milliseconds: number): void {
    this.plan({ when: isCommit, fault: this.#lateBy(milliseconds) });
  }

  fullDisk(): void {
    this.plan(fullDisk(() => true));
  }

  plan(rule: FaultRule): void {
    this.rules.push(rule);
  }

  heal(): void {
    this.rules.length = 1;
  }

  /** The first rule counts every request and matches none. */
  #counting(): FaultRule {
    const when = (request: RequestSeen) => {
      if (isCommit(request)) this.#commits++;
      if (isRead(request)) this.#reads++;
      return false;
    };
    return { when, fault: { type: "fail" } };
  }

  #atCommit(nth: number, fault: Fault): void {
    const at = this.#commits + requireCount(nth);
    this.plan({ when: (request) => isCommit(request) && this.#commits === at, fault });
  }

  #lateBy(milliseconds: number): Fault {
    if (!(milliseconds >= 0)) throw new RangeError(`"milliseconds" must be a number from 0, got ${milliseconds}`);
    if (this.mode === "sync") return { type: "block", milliseconds };
    return { type: "delay", pause: () => new Promise((resolve) => setTimeout(resolve, milliseconds)) };
  }
}

function isCommit({ batch, batches = [] }: RequestSeen): boolean {
  return [batch, ...batches].some((each) => (each?.writes.length ?? 0) > 0);
}

function isRead({ kind }: RequestSeen): boolean {
  return kind === "get" || kind === "getMany" || kind === "scan";
}

function requireCount(nth: number): number {
  if (Number.isSafeInteger(nth) && nth >= 1) return nth;
  throw new RangeError(`"nth" must be a whole number from 1, the next one, got ${nth}`);
}
