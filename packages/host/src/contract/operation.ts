import type { Bytes } from "@airssys/backend";
import type { KeyRange, Walk } from "@airssys/protocol";

/**
 * What a guest asked for, as a value. What holds for each type of operation is defined in `operations/`, one file for
 * each.
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
  /** The shared namespace that it is for. Default: the component's own. */
  readonly namespace?: string;
};

/** Of `airssys:wasm/storage` and `storage-usage`. */
export type KeyOperation =
  | { readonly type: "get"; readonly key: string }
  | { readonly type: "set"; readonly key: string; readonly value: Bytes }
  | { readonly type: "delete"; readonly key: string }
  | { readonly type: "has"; readonly key: string }
  | { readonly type: "keys"; readonly prefix: string }
  | { readonly type: "size" }
  | { readonly type: "usage" }
  | { readonly type: "clear" };

/** Of `airssys:wasm/storage-ranges`. */
export type RangeOperation =
  | ({ readonly type: "range" } & PageRequest)
  | ({ readonly type: "range-keys" } & PageRequest)
  | { readonly type: "count"; readonly range: KeyRange }
  | { readonly type: "delete-range"; readonly range: KeyRange };

/** Which page of a range is wanted. */
export interface PageRequest {
  readonly range: KeyRange;
  /** At most 1 000 entries, which is also the default. */
  readonly walk: Pick<Walk, "reverse" | "limit">;
  /** The cursor of the page before. */
  readonly cursor: string | undefined;
}

/** Of `airssys:wasm/storage-batch`. */
export type BatchOperation =
  | { readonly type: "get-many"; readonly keys: readonly string[] }
  | { readonly type: "get-entry"; readonly key: string }
  | { readonly type: "write"; readonly checks: readonly BatchCheck[]; readonly writes: readonly BatchWrite[] }
  | { readonly type: "increment"; readonly key: string; readonly delta: bigint };

/** The version that a key must have; `undefined`: it must be absent. */
export interface BatchCheck {
  readonly key: string;
  readonly version: number | undefined;
}

/** One write of a batch. */
export type BatchWrite =
  | { readonly type: "set"; readonly key: string; readonly value: Bytes; readonly ttlSeconds: number | undefined }
  | { readonly type: "delete"; readonly key: string };

/** Of `airssys:wasm/storage-ttl`. */
export type ExpiryOperation =
  | { readonly type: "set-with-ttl"; readonly key: string; readonly value: Bytes; readonly ttlSeconds: number }
  | { readonly type: "get-ttl"; readonly key: string }
  | { readonly type: "extend"; readonly key: string; readonly ttlSeconds: number }
  | { readonly type: "persist"; readonly key: string };

/** Of `airssys:wasm/storage-transfer`. */
export type TransferOperation =
  | { readonly type: "export"; readonly cursor: string | undefined }
  | { readonly type: "import"; readonly lines: string };

/** Of `airssys:wasm/storage-cipher`. */
export type CipherOperation =
  | { readonly type: "seal"; readonly keyName: string; readonly plaintext: Bytes; readonly associatedData: Bytes }
  | { readonly type: "open"; readonly keyName: string; readonly sealed: Bytes; readonly associatedData: Bytes };

/** What changes how the operations after it work, or what the instance has open, and no key by itself. */
export type SessionOperation =
  | { readonly type: "transaction-begin" }
  | { readonly type: "transaction-commit" }
  | { readonly type: "transaction-rollback" }
  | { readonly type: "watch"; readonly prefix: string }
  | { readonly type: "poll"; readonly watch: bigint; readonly limit: number }
  | { readonly type: "unwatch"; readonly watch: bigint }
  /** Into the namespace that it is for. */
  | { readonly type: "enter" }
  | { readonly type: "leave" };

/** What an operation is called. */
export type OperationType = Operation["type"];

/** The operation of a type. */
export type OperationOf<T extends OperationType> = Extract<Operation, { readonly type: T }>;
