import { namespaceFault } from "@airssys/protocol";
import { keyPatternFault } from "./key-pattern.ts";
import { NEEDS, type Need } from "./need.ts";

/**
 * The setting of the manifest that a `permission-denied` error reports as missing:
 *
 *     missing   := "storage:" namespace ":" need              the access level of the namespace is too low,
 *                                                             or it is not granted
 *                | "storage:" namespace ":keys:" pattern      the level suffices, but no pattern of the grant
 *                                                             includes the keys
 *     namespace := "component:" id | "app:" id | "user:" id | "org/" id | "system"
 *     need      := "read" | "write" | "admin"
 *
 * An id contains no `:`, and a pattern goes to the end of the text, so the text is unambiguous. It depends only on the
 * operation and the grants, never on stored data. The pattern is the narrowest that would suffice; `*` means that the
 * grant must cover all keys.
 */
export type MissingGrant =
  | { readonly namespace: string; readonly need: Need }
  | { readonly namespace: string; readonly pattern: string };

/**
 * Writes a missing grant as the text that a `permission-denied` error carries.
 *
 * @example
 * ```ts
 * import { printMissingGrant } from "@airssys/host";
 *
 * printMissingGrant({ namespace: "app:shared", need: "write" }); // "storage:app:shared:write"
 * ```
 */
export function printMissingGrant(missing: MissingGrant): string {
  const setting = "need" in missing ? missing.need : `keys:${missing.pattern}`;
  return `storage:${missing.namespace}:${setting}`;
}

/**
 * Parses the text of a `permission-denied` error. Returns `undefined` for any other text.
 *
 * @example
 * ```ts
 * import { parseMissingGrant } from "@airssys/host";
 *
 * parseMissingGrant("storage:app:shared:write"); // { namespace: "app:shared", need: "write" }
 * parseMissingGrant("storage:component:notes:keys:users/bob");
 * // { namespace: "component:notes", pattern: "users/bob" }
 * ```
 */
export function parseMissingGrant(text: string): MissingGrant | undefined {
  const { namespace, need, pattern } = FORM.exec(text)?.groups ?? {};
  if (namespace === undefined || namespaceFault(namespace) !== undefined) return undefined;
  if (isNeed(need)) return { namespace, need };
  if (pattern === undefined || keyPatternFault(pattern, Number.MAX_SAFE_INTEGER) !== undefined) return undefined;
  return { namespace, pattern };
}

const FORM =
  /^storage:(?<namespace>system|org\/[^:]*|(?:component|app|user):[^:]*):(?:(?<need>[a-z]+)|keys:(?<pattern>.*))$/su;

function isNeed(text: string | undefined): text is Need {
  return NEEDS.some((need) => need === text);
}
