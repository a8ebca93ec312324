import { type Backend, type Batch, requireBatch } from "@airssys/backend";
import type { NamespaceLayout } from "../format/namespace-layout.ts";
import { afterThisTurn } from "../steps/after-this-turn.ts";
import { namespaceEngine } from "../steps/namespace-engine.ts";
import type { Engine } from "../steps/steps.ts";

/** A commit that waits for the next sync. */
interface Waiting {
  readonly batch: Batch;
  readonly resolve: (isCommitted: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Merges the commits that overlap in time into one: what is submitted until the event loop has gone round is committed
 * together, at the price of one wait for the disk. Each is judged by itself, and its promise settles once its data is
 * durable. When the engine fails, exactly the commits of that round fail, with the engine's error, which says whether
 * they can have happened.
 */
export class GroupCommit {
  readonly #backend: Backend;
  #waiting: Waiting[] = [];
  #roundsUnderway = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Whether a commit would find others to share a sync with, or to wait for. */
  get isBusy(): boolean {
    return this.#waiting.length > 0 || this.#roundsUnderway > 0;
  }

  /** A namespace whose reads go to the backend, and whose commits wait for the next round. */
  engineOf(layout: NamespaceLayout): Engine {
    return namespaceEngine(this.#backend, layout, (batch) => this.submit(batch));
  }

  /** Commits a batch with whatever else is submitted meanwhile. Answers `false` if one of its checks failed. */
  submit(batch: Batch): Promise<boolean> {
    return new Promise((resolve, reject) => {
      // What the engine would refuse is not to fail a whole round.
      requireBatch(batch, this.#backend.capabilities.keyBytesMax);
      this.#waiting.push({ batch, resolve, reject });
      if (this.#waiting.length === 1) afterThisTurn(() => void this.#commit());
    });
  }

  async #commit(): Promise<void> {
    const round = this.#waiting;
    this.#waiting = [];
    this.#roundsUnderway++;
    try {
      const answers = await this.#backend.commitAll(round.map(({ batch }) => batch));
      for (const [index, { resolve }] of round.entries()) resolve(answers[index] === true);
    } catch (error) {
      for (const { reject } of round) reject(error);
    } finally {
      this.#roundsUnderway--;
    }
  }
}
