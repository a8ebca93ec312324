import type { BackendErrorCode, CommitOutcome, Mode } from "@airssys/backend";
import { type Fault, type FaultRule, fullDisk, type RequestSeen } from "@airssys/backend/faults";
import { setTimeout } from "../clock/platform-time.ts";

/** How a request fails. */
export interface FailureOptions {
  /** Default `io`. */
  readonly code?: BackendErrorCode;
  /** What is known of the commit. Default: for `io` nothing (`unknown`), otherwise `not-committed`. */
  readonly outcome?: CommitOutcome;
}

/**
 * What goes wrong with the engine, planned by a test. Requests are counted from when the plan is made, 1 is the next
 * one; plans outlive restarts, until {@link HarnessFaults.heal}.
 *
 * Only commits that write something count, and reads are those of the engine, of which a `storage-get` takes several.
 * What the host asks to open, and what the harness reads itself, for `entries` and the like, counts for nothing, never
 * fails and is never late.
 */
export interface HarnessFaults {
  /** The nth commit from now does not happen. */
  failCommit(nth?: number, failure?: FailureOptions): void;
  /** The nth commit from now happens, and nobody hears of it. */
  loseAnswer(nth?: number): void;
  /** The nth read of the engine from now fails: of a value, of several, or of a range. */
  failRead(nth?: number, failure?: FailureOptions): void;
  /**
   * Every read takes so many milliseconds longer. Over an engine that answers at once the thread is blocked for so
   * long.
   */
  slowReads(milliseconds: number): void;
  /** Every commit takes so many milliseconds longer. */
  slowCommits(milliseconds: number): void;
  /** Whatever would write is refused, and writes nothing. */
  fullDisk(): void;
  /**
   * Anything else: a rule of `@airssys/backend/faults`, whose numbers count from when the host was last open. Of
   * several plans for a request the first counts.
   */
  plan(rule: FaultRule): void;
  /** Nothing goes wrong any more. */
  heal(): void;
}

export class PlannedFaults implements HarnessFaults {
  /** For `faulty` of the backend, which looks at it with each request. */
  readonly rules: FaultRule[] = [this.#counting()];
  /** How the engine answers. */
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
    const at = this.#reads + counted(nth);
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

  /** The first rule sees every request, and hits none. */
  #counting(): FaultRule {
    const when = (request: RequestSeen) => {
      if (isCommit(request)) this.#commits++;
      if (isRead(request)) this.#reads++;
      return false;
    };
    return { when, fault: { type: "fail" } };
  }

  #atCommit(nth: number, fault: Fault): void {
    const at = this.#commits + counted(nth);
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

function counted(nth: number): number {
  if (Number.isSafeInteger(nth) && nth >= 1) return nth;
  throw new RangeError(`"nth" must be a whole number from 1, the next one, got ${nth}`);
}
