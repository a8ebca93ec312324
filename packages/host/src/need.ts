import type { Operation, OperationType } from "./operation.ts";

/** What an operation needs: to read, to write, or to administer the namespace. */
export type Need = "read" | "write" | "admin";

/** Every need. */
export const NEEDS: readonly Need[] = ["read", "write", "admin"];

const NEED_OF: Readonly<Record<OperationType, Need | undefined>> = {
  get: "read",
  has: "read",
  keys: "read",
  size: "read",
  usage: "read",
  set: "write",
  delete: "write",
  clear: "admin",
  range: "read",
  "range-keys": "read",
  count: "read",
  "delete-range": "write",
  "get-many": "read",
  "get-entry": "read",
  write: "write",
  increment: "write",
  "set-with-ttl": "write",
  "get-ttl": "read",
  extend: "write",
  persist: "write",
  export: "admin",
  import: "admin",
  seal: "write",
  open: "read",
  "transaction-begin": "write",
  "transaction-commit": "write",
  "transaction-rollback": "write",
  watch: "read",
  poll: "read",
  unwatch: "read",
  enter: "read",
  leave: undefined,
};

/** What an operation needs; `undefined`: nothing. */
export function needOf(operation: Operation): Need | undefined {
  return NEED_OF[operation.type];
}

/** Whether an operation may change what is stored. */
export function isWrite({ type }: { readonly type: OperationType }): boolean {
  return WRITES.has(type);
}

const WRITES: ReadonlySet<OperationType> = new Set<OperationType>([
  "set",
  "delete",
  "clear",
  "delete-range",
  "write",
  "increment",
  "set-with-ttl",
  "extend",
  "persist",
  "import",
]);
