import type { Bytes } from "@airssys/backend";
import type { KeyRange, Walk } from "@airssys/protocol";

/**
 * A request of a guest, as a value. Each type of operation is defined in a file of its own in `operations/`.
 */
export type Operation = (
  | KeyOperation
  | RangeOperation
  | BatchOperation
  | ExpiryOperation
  | TransferOperation
  | CipherOperation
  | SessionOperation
) & {
  /** Shared namespace that the operation works in. Default: the component's own namespace. */
  readonly namespace?: string;
};

/** Operations of `airssys:wasm/storage` and `storage-usage`. */
export type KeyOperation =
  | { readonly type: "get"; readonly key: string }
  | { readonly type: "set"; readonly key: string; readonly value: Bytes }
  | { readonly type: "delete"; readonly key: string }
  | { readonly type: "has"; readonly key: string }
  | { readonly type: "keys"; readonly prefix: string }
  | { readonly type: "size" }
  | { readonly type: "usage" }
  | { readonly type: "clear" };

/** Operations of `airssys:wasm/storage-ranges`. */
export type RangeOperation =
  | ({ readonly type: "range" } & PageRequest)
  | ({ readonly type: "range-keys" } & PageRequest)
  | { readonly type: "count"; readonly range: KeyRange }
  | { readonly type: "delete-range"; readonly range: KeyRange };

/** A request for one page of a range. */
export interface PageRequest {
  readonly range: KeyRange;
  /** Direction and page size. A page has at most 1 000 entries, which is also the default. */
  readonly walk: Pick<Walk, "reverse" | "limit">;
  /** Cursor that the previous page returned; `undefined` for the first page. */
  readonly cursor: string | undefined;
}

/** Operations of `airssys:wasm/storage-batch`. */
export type BatchOperation =
  | { readonly type: "get-many"; readonly keys: readonly string[] }
  | { readonly type: "get-entry"; readonly key: string }
  | { readonly type: "write"; readonly checks: readonly BatchCheck[]; readonly writes: readonly BatchWrite[] }
  | { readonly type: "increment"; readonly key: string; readonly delta: bigint };

/** A condition of a batch. */
export interface BatchCheck {
  readonly key: string;
  /** Version that the key must have; `undefined` if the key must be absent. */
  readonly version: number | undefined;
}

/** One write of a batch. A `ttlSeconds` of `undefined` means that the key never expires. */
export type BatchWrite =
  | { readonly type: "set"; readonly key: string; readonly value: Bytes; readonly ttlSeconds: number | undefined }
  | { readonly type: "delete"; readonly key: string };

/** Operations of `airssys:wasm/storage-ttl`. */
export type ExpiryOperation =
  | { readonly type: "set-with-ttl"; readonly key: string; readonly value: Bytes; readonly ttlSeconds: number }
  | { readonly type: "get-ttl"; readonly key: string }
  | { readonly type: "extend"; readonly key: string; readonly ttlSeconds: number }
  | { readonly type: "persist"; readonly key: string };

/** Operations of `airssys:wasm/storage-transfer`. */
export type TransferOperation =
  | { readonly type: "export"; readonly cursor: string | undefined }
  | { readonly type: "import"; readonly lines: string };

/** Operations of `airssys:wasm/storage-cipher`. */
export type CipherOperation =
  | { readonly type: "seal"; readonly keyName: string; readonly plaintext: Bytes; readonly associatedData: Bytes }
  | { readonly type: "open"; readonly keyName: string; readonly sealed: Bytes; readonly associatedData: Bytes };

/** Operations that change the state of the instance (its transactions, watches and entered namespaces) and no key. */
export type SessionOperation =
  | { readonly type: "transaction-begin" }
  | { readonly type: "transaction-commit" }
  | { readonly type: "transaction-rollback" }
  | { readonly type: "watch"; readonly prefix: string }
  | { readonly type: "poll"; readonly watch: bigint; readonly limit: number }
  | { readonly type: "unwatch"; readonly watch: bigint }
  /** Enters the operation's `namespace`. */
  | { readonly type: "enter" }
  | { readonly type: "leave" };

/** Name of an operation. */
export type OperationType = Operation["type"];

/** The operation with a given name. */
export type OperationOf<T extends OperationType> = Extract<Operation, { readonly type: T }>;
