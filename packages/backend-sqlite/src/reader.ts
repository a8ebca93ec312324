import {
  type Bytes,
  type Capabilities,
  type KeyBounds,
  type KeyCount,
  type Page,
  requireKey,
  type ScanRange,
} from "@airssys/backend";
import type { Connection } from "./connection.ts";
import { KEY_BYTES_MAX } from "./entries.ts";
import { requirePageRequest, scanPage } from "./scan-page.ts";
import { attempt } from "./sqlite-error.ts";

/** The reads of a handle, the same ones on the newest state and on a snapshot. */
export abstract class Reader {
  readonly name = "sqlite";
  readonly mode = "sync";
  readonly capabilities: Capabilities;

  constructor(capabilities: Capabilities) {
    this.capabilities = capabilities;
  }

  /** Returns the connection. @throws BackendError `closed`, or what else keeps the handle from being used. */
  protected abstract connection(): Connection;

  /** Runs reads that have to see one instant. */
  protected abstract atOneInstant<T>(connection: Connection, read: () => T): T;

  get(key: Bytes): Bytes | undefined {
    const { entries } = this.connection();
    requireKey(key, KEY_BYTES_MAX);
    return attempt("read a key", () => entries.valueOf(key));
  }

  getMany(keys: readonly Bytes[]): (Bytes | undefined)[] {
    const connection = this.connection();
    for (const key of keys) requireKey(key, KEY_BYTES_MAX);
    const read = () => keys.map((key) => connection.entries.valueOf(key));
    return attempt("read keys", () => this.atOneInstant(connection, read));
  }

  scan(range: ScanRange): Page {
    const connection = this.connection();
    const request = requirePageRequest(range);
    const read = () => scanPage(connection.entries, request);
    return attempt("read a range", () => this.atOneInstant(connection, read));
  }

  count(range: KeyBounds): KeyCount {
    const { entries } = this.connection();
    return attempt("count the keys of a range", () => entries.count(range));
  }
}
