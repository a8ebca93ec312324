import { type Backend, BackendError, type BackendStats, type Capabilities } from "@airssys/backend";
import type { Connection } from "./connection.ts";
import { Reader } from "./reader.ts";
import { attempt } from "./sqlite-error.ts";

/**
 * A handle on the state of one moment: a connection that stays in one transaction. While it is open, SQLite writes
 * nothing back that came after that moment, so that its log grows.
 */
export class SqliteSnapshot extends Reader implements Backend<"sync"> {
  #connection: Connection | undefined;

  constructor(connection: Connection, capabilities: Capabilities) {
    super(capabilities);
    this.#connection = connection;
  }

  commit(): never {
    this.connection();
    throw new BackendError("read-only", "a snapshot cannot be written");
  }

  commitAll(): never {
    return this.commit();
  }

  flush(): void {
    this.connection();
  }

  stats(): BackendStats {
    this.connection();
    return {};
  }

  close(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    attempt("close a snapshot", () => connection?.database.close());
  }

  protected override connection(): Connection {
    if (this.#connection === undefined) throw new BackendError("closed", "the snapshot is closed");
    return this.#connection;
  }

  protected override atOneInstant<T>(_connection: Connection, read: () => T): T {
    return read();
  }
}
