import type { GuestRange, Operation } from "./operation.ts";

/** Which keys an operation touches or tells of: those that a grant's key patterns have to include. */
export type Reach =
  | { readonly type: "keys"; readonly keys: readonly string[] }
  /** All keys that begin with a prefix, whether they exist or not. */
  | { readonly type: "prefix"; readonly prefix: string }
  /** No key, if perhaps totals of the namespace. */
  | { readonly type: "none" };

export function reachOf(operation: Operation): Reach {
  switch (operation.type) {
    case "get":
    case "set":
    case "delete":
    case "has":
    case "get-entry":
    case "increment":
    case "set-with-ttl":
    case "get-ttl":
    case "extend":
    case "persist":
      return { type: "keys", keys: [operation.key] };
    case "get-many":
      return { type: "keys", keys: operation.keys };
    case "write":
      return { type: "keys", keys: [...operation.checks, ...operation.writes].map(({ key }) => key) };
    case "keys":
    case "watch":
      return { type: "prefix", prefix: operation.prefix };
    case "range":
    case "range-keys":
    case "count":
    case "delete-range":
      return { type: "prefix", prefix: commonPrefix(operation.range) };
    case "clear":
    case "export":
    case "import":
      return { type: "prefix", prefix: "" };
    default:
      return NO_KEY;
  }
}

const NO_KEY: Reach = { type: "none" };

/** The longest prefix of which the bounds say that every key of the range begins with it. */
export function commonPrefix({ prefix = "", start, end }: GuestRange): string {
  if (start === undefined || end === undefined) return prefix;
  const between = sharedBeginning(start, end);
  return between.length > prefix.length ? between : prefix;
}

/** Of two texts in whole characters: half of one would begin other keys too. */
function sharedBeginning(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  const isHalf = /[\uD800-\uDBFF]/.test(a[length - 1] ?? "");
  return a.slice(0, isHalf ? length - 1 : length);
}
