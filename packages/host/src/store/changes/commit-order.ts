import { CHANGES_BYTES_MAX, type CommitChanges } from "./change.ts";

/** A commit to a namespace, from the moment that it is planned. */
export interface CommitUnderWay {
  readonly version: number;
  /**
   * How it ended; `undefined` while it has not. It is assigned, so that not even an exhausted stack can keep a commit
   * that has ended from being known as such.
   */
  ending: CommitEnding | undefined;
}

/** The end of a commit: committed, lost without a write, or unknown. */
export type CommitEnding =
  | { readonly type: "committed"; readonly changes: CommitChanges }
  | { readonly type: "unknown"; readonly changes: CommitChanges }
  | typeof LOST;

export const LOST = { type: "lost" } as const;

/** Something that watches are to be told. */
export interface Telling {
  readonly changes: CommitChanges;
  /** Whether the changes are told as missed, and not one by one. */
  readonly isMissed: boolean;
}

/** Most commits that wait for the answer of an older one. */
const WAITING_MAX = 64;

/**
 * Brings the commits of this process to a namespace into the order of their versions. Answers of an engine may cross; a
 * commit waits to be told while one is under way that may turn out to be an older one. If an answer does not come for
 * so long that too much waits for it, it is waited for no more, and both what waited longest and what is answered late
 * are told as missed.
 */
export class CommitOrder {
  #commits: CommitUnderWay[] = [];
  #toldVersion = 0;

  begin(version: number): CommitUnderWay {
    const commit: CommitUnderWay = { version, ending: undefined };
    this.#commits.push(commit);
    return commit;
  }

  /** Tells everything that can be told by now, in order. */
  release(tell: (telling: Telling) => void): void {
    this.#commits = this.#commits.filter(({ ending }) => ending !== LOST);
    for (let commit = this.#next(); commit !== undefined; commit = this.#next()) {
      const telling = this.#tellingOf(commit);
      // If telling is stopped half way, whoever was not told learns of a gap.
      commit.ending = { type: "unknown", changes: telling.changes };
      if (!telling.isMissed) this.#toldVersion = telling.changes.version;
      tell(telling);
      this.#commits = this.#commits.filter((each) => each !== commit);
    }
  }

  /** The oldest commit that has ended, unless it has to wait. */
  #next(): CommitUnderWay | undefined {
    const ended = this.#commits.filter(({ ending }) => ending !== undefined);
    const [first, ...rest] = ended.sort((a, b) => a.version - b.version);
    if (first === undefined || !this.#isAwaiting(first)) return first;
    if (rest.length < WAITING_MAX && bytesOf(ended) <= CHANGES_BYTES_MAX) return undefined;
    this.#toldVersion = first.version; // older ones are waited for no more
    return first;
  }

  /** Whether a commit is under way that may turn out to be older. */
  #isAwaiting({ version }: CommitUnderWay): boolean {
    return this.#commits.some(
      (other) => other.ending === undefined && other.version < version && other.version > this.#toldVersion,
    );
  }

  #tellingOf({ ending, version }: CommitUnderWay): Telling {
    const { type, changes } = ending as Exclude<CommitEnding, typeof LOST>; // the others are not told
    if (version > this.#toldVersion) return { changes, isMissed: type === "unknown" };
    return { changes: { ...changes, version: this.#toldVersion }, isMissed: true };
  }
}

function bytesOf(commits: readonly CommitUnderWay[]): number {
  return commits.reduce((sum, { ending }) => sum + (ending && ending.type !== "lost" ? ending.changes.bytes : 0), 0);
}
