import type { Bytes } from "@airssys/backend";

/** What a guest asked for, as a value: every rule of the host is a function of it. */
export type Operation =
  | { readonly type: "get"; readonly key: string }
  | { readonly type: "set"; readonly key: string; readonly value: Bytes }
  | { readonly type: "delete"; readonly key: string }
  | { readonly type: "has"; readonly key: string }
  | { readonly type: "keys"; readonly prefix: string }
  | { readonly type: "size" }
  | { readonly type: "clear" };

/** What an operation needs: to read, to write, or to administer the namespace. */
export type Need = "read" | "write" | "admin";

const NEEDS: Readonly<Record<Operation["type"], Need>> = {
  get: "read",
  has: "read",
  keys: "read",
  size: "read",
  set: "write",
  delete: "write",
  clear: "admin",
};

export function needOf(operation: Operation): Need {
  return NEEDS[operation.type];
}
