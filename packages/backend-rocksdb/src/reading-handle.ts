import {
  type Bytes,
  type Capabilities,
  type KeyBounds,
  type KeyCount,
  type Page,
  requireKey,
  type ScanRange,
} from "@airssys/backend";
import { KEY_BYTES_MAX } from "./key-range.ts";
import { countKeys, type Reader, scanPage } from "./reader.ts";
import { rocksdbError } from "./rocksdb-error.ts";

/** The reads of a handle, the same on a store and on a snapshot. */
export abstract class ReadingHandle {
  readonly name = "rocksdb";
  readonly mode = "sync";
  readonly capabilities: Capabilities;

  constructor(isDurable: boolean) {
    this.capabilities = { durable: isDurable, multiProcess: false, keyBytesMax: KEY_BYTES_MAX };
  }

  get(key: Bytes): Bytes | undefined {
    return this.getMany([key])[0];
  }

  getMany(keys: readonly Bytes[]): (Bytes | undefined)[] {
    const reader = this.reader();
    for (const key of keys) requireKey(key, KEY_BYTES_MAX);
    return attempt("read keys", () => reader.getMany(keys));
  }

  scan(range: ScanRange): Page {
    const reader = this.reader();
    return attempt("read a range", () => scanPage(reader, range));
  }

  count(range: KeyBounds): KeyCount {
    const reader = this.reader();
    return attempt("count the keys of a range", () => countKeys(reader, range));
  }

  /** Returns the state that is read. @throws BackendError `closed` */
  protected abstract reader(): Reader;
}

/** Runs `action`, and says in the words of the contract how it failed. */
export function attempt<T>(doing: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw rocksdbError(cause, doing);
  }
}
