import { monotonicNow } from "../../time/platform-time.ts";

/** How far a migration is. */
export interface MigrationProgress {
  /** `copying`, then `verifying`: what was copied is read on both sides. */
  readonly phase: "copying" | "verifying";
  /** Number of the pass, from 1. There are more if the source is written meanwhile. */
  readonly pass: number;
  /** Keys that are done in this phase, those of earlier runs included. */
  readonly keys: number;
  /** Keys of the source when the phase began. */
  readonly keysMax: number;
  /** Bytes that this run has moved in this phase, as they are stored. */
  readonly bytes: number;
  /** Keys that this run does in a second, since the phase began. */
  readonly keysPerSecond: number;
}

/** Is told of the progress of a migration, a few times a second and at the end of each phase. */
export type ProgressListener = (progress: MigrationProgress) => void;

const TOLD_EVERY_MILLISECONDS = 200;

/** Counts what is done in one phase, and tells it. */
export class PhaseProgress {
  readonly #listener: ProgressListener | undefined;
  readonly #phase: Pick<MigrationProgress, "phase" | "pass" | "keysMax">;
  readonly #begun = monotonicNow();
  #toldAt = Number.NEGATIVE_INFINITY;
  #keysBefore = 0;
  #keys = 0;
  #bytes = 0;

  constructor(listener: ProgressListener | undefined, phase: Pick<MigrationProgress, "phase" | "pass" | "keysMax">) {
    this.#listener = listener;
    this.#phase = phase;
  }

  /** Counts keys that need no work: an earlier run or pass has done them. */
  skip(keys: number): void {
    this.#keysBefore += keys;
  }

  /** Counts work that is done. */
  add(keys: number, bytes: number): void {
    this.#keys += keys;
    this.#bytes += bytes;
    if (this.#listener !== undefined && monotonicNow() - this.#toldAt >= TOLD_EVERY_MILLISECONDS) this.tell();
  }

  tell(): void {
    this.#toldAt = monotonicNow();
    const seconds = Math.max(this.#toldAt - this.#begun, 1) / 1_000;
    const keys = this.#keysBefore + this.#keys;
    this.#listener?.({ ...this.#phase, keys, bytes: this.#bytes, keysPerSecond: this.#keys / seconds });
  }
}
