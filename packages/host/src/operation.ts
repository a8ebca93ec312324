import type { Bytes } from "@airssys/backend";

/** What a guest asked for, as a value: every rule of the host is a function of it. */
export type Operation = (
  | { readonly type: "get"; readonly key: string }
  | { readonly type: "set"; readonly key: string; readonly value: Bytes }
  | { readonly type: "delete"; readonly key: string }
  | { readonly type: "has"; readonly key: string }
  | { readonly type: "keys"; readonly prefix: string }
  | { readonly type: "size" }
  | { readonly type: "clear" }
) & {
  /** The shared namespace that it is for, a well-formed name. Default: the component's own. */
  readonly namespace?: string;
};

/** What an operation needs: to read, to write, or to administer the namespace. */
export type Need = "read" | "write" | "admin";

/** Every need. */
export const NEEDS: readonly Need[] = ["read", "write", "admin"];

const NEED_OF: Readonly<Record<Operation["type"], Need>> = {
  get: "read",
  has: "read",
  keys: "read",
  size: "read",
  set: "write",
  delete: "write",
  clear: "admin",
};

export function needOf(operation: Operation): Need {
  return NEED_OF[operation.type];
}

/** Which keys an operation touches or tells of: those that a grant's key patterns have to include. */
export type Reach =
  | { readonly type: "keys"; readonly keys: readonly string[] }
  /** All keys that begin with a prefix, whether they exist or not. */
  | { readonly type: "prefix"; readonly prefix: string }
  /** The size of the namespace, and nothing of any key. */
  | { readonly type: "totals" };

export function reachOf(operation: Operation): Reach {
  switch (operation.type) {
    case "get":
    case "set":
    case "delete":
    case "has":
      return { type: "keys", keys: [operation.key] };
    case "keys":
      return { type: "prefix", prefix: operation.prefix };
    case "size":
      return { type: "totals" };
    case "clear":
      return { type: "prefix", prefix: "" };
  }
}
