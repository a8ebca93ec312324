import type { Operation, OperationType } from "../contract/operation.ts";
import type { Answers } from "./answers.ts";
import { clear } from "./clear.ts";
import { count } from "./count.ts";
import type { DefinedOperation } from "./define-operation.ts";
import { deleteKey } from "./delete.ts";
import { deleteRange } from "./delete-range.ts";
import { enter } from "./enter.ts";
import { exportEntries } from "./export.ts";
import { extend } from "./extend.ts";
import { get } from "./get.ts";
import { getEntry } from "./get-entry.ts";
import { getMany } from "./get-many.ts";
import { getTtl } from "./get-ttl.ts";
import { has } from "./has.ts";
import { importEntries } from "./import.ts";
import { increment } from "./increment.ts";
import { keys } from "./keys.ts";
import { leave } from "./leave.ts";
import { open } from "./open.ts";
import { persist } from "./persist.ts";
import { poll } from "./poll.ts";
import { range } from "./range.ts";
import { rangeKeys } from "./range-keys.ts";
import { seal } from "./seal.ts";
import { set } from "./set.ts";
import { setWithTtl } from "./set-with-ttl.ts";
import { size } from "./size.ts";
import { transactionBegin } from "./transaction-begin.ts";
import { transactionCommit } from "./transaction-commit.ts";
import { transactionRollback } from "./transaction-rollback.ts";
import { unwatch } from "./unwatch.ts";
import { usage } from "./usage.ts";
import { watch } from "./watch.ts";
import { write } from "./write.ts";

/** Requires a definition for each type of operation. */
export type OperationTable<O extends { readonly type: string }, A extends { readonly [T in O["type"]]: unknown }> = {
  readonly [T in O["type"]]: DefinedOperation<Extract<O, { readonly type: T }>, A[T]>;
};

/** All operations. The guard refuses any other. */
export const OPERATIONS = {
  get,
  set,
  delete: deleteKey,
  has,
  keys,
  size,
  usage,
  clear,
  range,
  "range-keys": rangeKeys,
  count,
  "delete-range": deleteRange,
  "get-many": getMany,
  "get-entry": getEntry,
  write,
  increment,
  "set-with-ttl": setWithTtl,
  "get-ttl": getTtl,
  extend,
  persist,
  export: exportEntries,
  import: importEntries,
  seal,
  open,
  "transaction-begin": transactionBegin,
  "transaction-commit": transactionCommit,
  "transaction-rollback": transactionRollback,
  watch,
  poll,
  unwatch,
  enter,
  leave,
} satisfies OperationTable<Operation, Answers>;

const BY_TYPE: ReadonlyMap<string, DefinedOperation> = new Map(Object.entries(OPERATIONS));

/** Tells whether the guest names the operation's namespace itself, so that the entered namespace does not apply. */
export function namesNamespace({ type }: { readonly type: OperationType }): boolean {
  return BY_TYPE.get(type)?.namespace === "named"; // the guard refuses unknown types
}

/**
 * Returns the definition of an operation. @throws Error for an unknown type, so that it is neither admitted nor
 * performed
 */
export function getDefinition({ type }: { readonly type: OperationType }): DefinedOperation {
  const definition = BY_TYPE.get(type);
  if (definition === undefined) throw new Error(`no operation is called ${JSON.stringify(type)}`);
  return definition;
}
