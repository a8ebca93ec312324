import { type Backend, BackendError, type BackendStats } from "@airssys/backend";
import type { Reader } from "./reader.ts";
import { ReadingHandle } from "./reading-handle.ts";
import type { SharedDatabase } from "./shared-databases.ts";
import { Snapshot } from "./snapshot.ts";

/**
 * A handle on the state of one moment. While it is open, RocksDB keeps the files and the memory of that state.
 *
 * @param use a use of the database that is given back when the handle is closed.
 */
export class SnapshotHandle extends ReadingHandle implements Backend<"sync"> {
  readonly #use: SharedDatabase;
  #snapshot: Snapshot | undefined;

  constructor(use: SharedDatabase) {
    super(use.database.settings.durable);
    this.#use = use;
    this.#snapshot = new Snapshot(use.database);
  }

  commit(): never {
    this.reader();
    throw new BackendError("read-only", "a snapshot cannot be written");
  }

  commitAll(): never {
    return this.commit();
  }

  flush(): void {
    this.reader();
  }

  stats(): BackendStats {
    this.reader();
    return {};
  }

  /** Settles when the database is closed, if nobody else uses it. */
  close(): Promise<void> {
    this.#snapshot?.close();
    this.#snapshot = undefined;
    return this.#use.release();
  }

  protected reader(): Reader {
    if (this.#snapshot === undefined) throw new BackendError("closed", "the snapshot is closed");
    return this.#snapshot;
  }
}
