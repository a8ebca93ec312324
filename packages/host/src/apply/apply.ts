import type { Limits } from "@airssys/protocol";
import type {
  BatchOperation,
  ExpiryOperation,
  KeyOperation,
  Operation,
  RangeOperation,
  TransferOperation,
} from "../operation.ts";
import { storedRange } from "../store/key-range.ts";
import { countKeys, listKeys } from "../store/list-keys.ts";
import type { Steps } from "../store/steps.ts";
import { storedKey } from "../store/stored-key.ts";
import type { Transaction } from "../store/transaction.ts";
import type { Quota } from "../store/usage.ts";
import { getEntry, getMany, write } from "./batch.ts";
import type { Cursors } from "./cursors.ts";
import { extend, getTtl, persist, setWithTtl } from "./expiry.ts";
import { increment } from "./increment.ts";
import { readKeyPage, readPage, removeRange } from "./ranges.ts";
import { exportChunk, importLines } from "./transfer.ts";
import { size, usage } from "./usage.ts";

/** An operation that a transaction over one namespace does. */
export type StoreOperation = (KeyOperation | RangeOperation | BatchOperation | ExpiryOperation | TransferOperation) &
  Pick<Operation, "namespace">;

/** What operations of a namespace need beside the transaction. */
export interface Applying {
  readonly limits: Limits;
  readonly quota: Quota;
  readonly cursors: Cursors;
}

/** The steps that do in a transaction what an admitted operation asks, and answer what its WIT function answers. */
export function apply(transaction: Transaction, operation: StoreOperation, applying: Applying): Steps<unknown> {
  const { limits, cursors } = applying;
  switch (operation.type) {
    case "get":
      return transaction.get(storedKey(operation.key));
    case "set":
      return transaction.set(storedKey(operation.key), operation.value);
    case "delete":
      return transaction.delete(storedKey(operation.key));
    case "has":
      return transaction.has(storedKey(operation.key));
    case "keys":
      return listKeys(transaction, storedRange({ prefix: operation.prefix }), limits.keysPerAnswerMax);
    case "size":
      return size(transaction);
    case "usage":
      return usage(transaction, applying.quota);
    case "clear":
      return transaction.clear();
    case "range":
      return readPage(transaction, operation, cursors);
    case "range-keys":
      return readKeyPage(transaction, operation, cursors);
    case "count":
      return countKeys(transaction, storedRange(operation.range));
    case "delete-range":
      return removeRange(transaction, operation.range);
    case "get-many":
      return getMany(transaction, operation.keys);
    case "get-entry":
      return getEntry(transaction, operation.key);
    case "write":
      return write(transaction, operation);
    case "increment":
      return increment(transaction, operation);
    case "set-with-ttl":
      return setWithTtl(transaction, operation);
    case "get-ttl":
      return getTtl(transaction, operation.key);
    case "extend":
      return extend(transaction, operation);
    case "persist":
      return persist(transaction, operation.key);
    case "export":
      return exportChunk(transaction, operation, cursors);
    case "import":
      return importLines(transaction, operation.lines, limits);
  }
}
