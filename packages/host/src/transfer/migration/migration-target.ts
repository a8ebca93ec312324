import { type Backend, type Bytes, type KeyBounds, sameBytes, type Write } from "@airssys/backend";
import { Slices } from "../../store/steps/slice.ts";
import { FORMAT_KEY, STORED_FORMAT } from "../../store/store-format.ts";
import { MigrationError } from "./migration-error.ts";
import {
  decodeMigrationRecord,
  encodeMigrationRecord,
  type MigrationPosition,
  type MigrationRecord,
} from "./migration-record.ts";

/**
 * The backend that a migration fills. It is no store until {@link MigrationTarget.finish}: every commit before it
 * writes the record of the migration, and happens only if the record is the one that this run has written.
 */
export class MigrationTarget {
  readonly backend: Backend;
  #record: MigrationRecord;
  /** The bytes of the record. */
  #stored: Bytes;

  private constructor(backend: Backend, record: MigrationRecord, stored: Bytes) {
    this.backend = backend;
    this.#record = record;
    this.#stored = stored;
  }

  /**
   * Takes a backend that is empty, or one that a migration from the same source has left.
   *
   * @throws MigrationError `occupied`, `other-source`
   */
  static async claim(backend: Backend, source: string): Promise<MigrationTarget> {
    const stored = await backend.get(FORMAT_KEY);
    const left = stored === undefined ? undefined : decodeMigrationRecord(stored);
    if (left === undefined) await requireEmpty(backend);
    else requireSource(left, source);
    const record = { ...left, source, run: crypto.randomUUID() };
    const value = encodeMigrationRecord(record);
    const writes = [{ type: "put", key: FORMAT_KEY, value } as const];
    const isClaimed = await backend.commit({ checks: [{ key: FORMAT_KEY, value: stored }], writes });
    return isClaimed ? new MigrationTarget(backend, record, value) : supersede();
  }

  /** How far the namespace is that was being copied last. */
  get position(): MigrationPosition | undefined {
    return this.#record.position;
  }

  /** Writes, all or nothing, and notes how far the migration is. @throws MigrationError `superseded` */
  async commit(writes: readonly Write[], position: MigrationPosition | undefined): Promise<void> {
    const { source, run } = this.#record;
    const record: MigrationRecord = { source, run, ...(position && { position }) };
    const value = encodeMigrationRecord(record);
    await this.#commit([...writes, { type: "put", key: FORMAT_KEY, value }]);
    this.#stored = value;
    this.#record = record;
  }

  /** Removes the keys of a range, in commits of bounded size. */
  async clear(range: KeyBounds): Promise<void> {
    const slices = new Slices();
    for (let isLast = false; !isLast; ) {
      const page = await this.backend.scan({ ...range, valueBytesMax: 0 });
      isLast = page.isLast;
      const keys = page.entries.map(({ key }) => key).filter((key) => !sameBytes(key, FORMAT_KEY));
      if (keys.length > 0) {
        await this.commit(
          keys.map((key) => ({ type: "delete", key })),
          undefined,
        );
      }
      if (slices.isOver) await slices.rest();
    }
  }

  /** Writes for the last time, and makes it a store. @throws MigrationError `superseded` */
  async finish(writes: readonly Write[]): Promise<void> {
    await this.#commit([...writes, { type: "put", key: FORMAT_KEY, value: STORED_FORMAT }]);
  }

  /** Removes everything that was written, in this run and those before it. */
  async rollBack(): Promise<void> {
    const stored = await this.backend.get(FORMAT_KEY);
    const found = stored && decodeMigrationRecord(stored);
    if (stored === undefined || found?.run !== this.#record.run) return;
    this.#stored = stored; // of a commit whose answer was lost
    await this.clear({});
    await this.#commit([{ type: "delete", key: FORMAT_KEY }]);
  }

  async #commit(writes: readonly Write[]): Promise<void> {
    const checks = [{ key: FORMAT_KEY, value: this.#stored }];
    if (!(await this.backend.commit({ checks, writes }))) supersede();
  }
}

async function requireEmpty(backend: Backend): Promise<void> {
  const { entries } = await backend.scan({ limit: 1, valueBytesMax: 0 });
  if (entries.length === 0) return;
  throw new MigrationError("occupied", "the target holds data already; migrate to a place where nothing is");
}

function requireSource(left: MigrationRecord, source: string): void {
  if (left.source === source) return;
  const message = "a migration from another store into the target has not ended; finish that one, or remove the target";
  throw new MigrationError("other-source", message);
}

function supersede(): never {
  throw new MigrationError("superseded", "another migration has taken the target over; this one has ended");
}
