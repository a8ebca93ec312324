// biome-ignore-all lint/suspicious/noConfusingVoidType: it is what functions answer that have nothing to answer
import type { Bytes } from "@airssys/backend";
import type { GuestChunk } from "../contract/entry-line.ts";
import type { GuestEvents } from "../contract/guest-watches.ts";
import type { NamespaceUsage } from "../contract/namespace-usage.ts";
import type { GuestKeyPage, GuestPage } from "../contract/pages.ts";
import type { StoredValue } from "../store/transaction/transaction.ts";

/** An answer of any type of operation. */
export type AnyAnswer = Answers[keyof Answers];

/** What each type of operation answers. `imports/` gives it the shape of the WIT. */
export interface Answers {
  get: Bytes | undefined;
  set: void;
  /** Whether the key existed. */
  delete: boolean;
  has: boolean;
  keys: string[];
  /** Used bytes. */
  size: number;
  usage: NamespaceUsage;
  clear: void;
  range: GuestPage;
  "range-keys": GuestKeyPage;
  /** Number of keys. */
  count: number;
  /** Number of keys that are gone. */
  "delete-range": number;
  "get-many": (Bytes | undefined)[];
  "get-entry": StoredValue | undefined;
  /** The newest version that is seen: if anything was written, the one that it will have. */
  write: number;
  /** The counter. */
  increment: bigint;
  "set-with-ttl": void;
  /** Seconds; `undefined` if the key never expires. */
  "get-ttl": number | undefined;
  extend: void;
  /** Whether the key would have expired. */
  persist: boolean;
  export: GuestChunk;
  /** Number of lines. */
  import: number;
  seal: Bytes;
  open: Bytes;
  "transaction-begin": void;
  "transaction-commit": void;
  "transaction-rollback": void;
  /** The id of the watch. */
  watch: bigint;
  poll: GuestEvents;
  /** Whether there was such a watch. */
  unwatch: boolean;
  enter: void;
  leave: void;
}
