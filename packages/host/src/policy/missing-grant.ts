import { namespaceFault } from "@airssys/protocol";
import { keyPatternFault } from "./key-pattern.ts";
import { NEEDS, type Need } from "./need.ts";

/**
 * What a `permission-denied` says is missing, one setting of the manifest:
 *
 *     missing   := "storage:" namespace ":" need              the access level of the namespace is too low,
 *                                                             or it is not granted
 *                | "storage:" namespace ":keys:" pattern      the level suffices, but no pattern of the grant
 *                                                             includes the keys
 *     namespace := "component:" id | "app:" id | "user:" id | "org/" id | "system"
 *     need      := "read" | "write" | "admin"
 *
 * An id holds no `:`, and a pattern goes to the end, so that the text can be read in one way only. It depends on the
 * operation and the grants alone, never on what is stored. The pattern is the narrowest that would do; `*` means that
 * the grant must not be narrowed at all.
 */
export type MissingGrant =
  | { readonly namespace: string; readonly need: Need }
  | { readonly namespace: string; readonly pattern: string };

/** The text of a missing grant. */
export function printMissingGrant(missing: MissingGrant): string {
  const setting = "need" in missing ? missing.need : `keys:${missing.pattern}`;
  return `storage:${missing.namespace}:${setting}`;
}

/**
 * Reads the text of a missing grant, as a `permission-denied` carries it; `undefined` for any other text.
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
