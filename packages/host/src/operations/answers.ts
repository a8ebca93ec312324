// biome-ignore-all lint/suspicious/noConfusingVoidType: the return type of operations without an answer
import type { Bytes } from "@airssys/backend";
import type { GuestChunk } from "../contract/entry-line.ts";
import type { GuestEvents } from "../contract/guest-watches.ts";
import type { NamespaceUsage } from "../contract/namespace-usage.ts";
import type { GuestKeyPage, GuestPage } from "../contract/pages.ts";
import type { StoredValue } from "../store/transaction/transaction.ts";

/** The answer of some operation. */
export type AnyAnswer = Answers[keyof Answers];

/** The type of each operation's answer. `imports/` converts it to the shape that the WIT declares. */
export interface Answers {
  get: Bytes | undefined;
  set: void;
  /** Whether the key existed. */
  delete: boolean;
  has: boolean;
  keys: string[];
  /** Bytes used. */
  size: number;
  usage: NamespaceUsage;
  clear: void;
  range: GuestPage;
  "range-keys": GuestKeyPage;
  /** Number of keys. */
  count: number;
  /** Number of keys removed. */
  "delete-range": number;
  "get-many": (Bytes | undefined)[];
  "get-entry": StoredValue | undefined;
  /** Version of the namespace; if the transaction has writes, the version that its commit will have. */
  write: number;
  /** New value of the counter. */
  increment: bigint;
  "set-with-ttl": void;
  /** Seconds until the key expires; `undefined` if it never expires. */
  "get-ttl": number | undefined;
  extend: void;
  /** Whether the key had an expiry. */
  persist: boolean;
  export: GuestChunk;
  /** Number of lines imported. */
  import: number;
  seal: Bytes;
  open: Bytes;
  "transaction-begin": void;
  "transaction-commit": void;
  "transaction-rollback": void;
  /** Id of the watch. */
  watch: bigint;
  poll: GuestEvents;
  /** Whether the watch existed. */
  unwatch: boolean;
  enter: void;
  leave: void;
}
