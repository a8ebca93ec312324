import { type Limits, StorageError } from "@airssys/protocol";
import { covers } from "./grants.ts";
import { type KeyPatterns, patternOfKey, patternOfPrefix } from "./key-pattern.ts";
import { type MissingGrant, printMissingGrant } from "./missing-grant.ts";
import { needOf, type Operation, reachOf } from "./operation.ts";
import type { Permits } from "./permits.ts";
import { requireKey, requirePrefix, requireValue } from "./store/key-check.ts";

/** What decides whether an operation may reach the store. */
export interface Rules {
  /** The component's own namespace. */
  readonly namespace: string;
  readonly permits: Permits;
  readonly limits: Limits;
}

/**
 * Lets an operation pass, or says why not: the access level first, then the key's grammar, then the key patterns of the grant, then the size.
 * Nothing here touches a disk, and the answer depends on nothing that is stored. The quota is left to the store, which alone knows what is
 * used.
 *
 * @throws StorageError `permission-denied`, `invalid-key`, `value-too-large`
 */
export function admit(operation: Operation, { namespace: own, permits, limits }: Rules): void {
  const { namespace } = operation;
  const permit = namespace === undefined ? permits.own : permits.shared.get(namespace);
  const need = needOf(operation);
  if (permit === undefined || !covers(permit.access, need)) throw denied({ namespace: namespace ?? own, need });
  if ("key" in operation) requireKey(operation.key, limits);
  if ("prefix" in operation) requirePrefix(operation.prefix, limits);
  if (permit.keys !== undefined) requireReach(operation, permit.keys, namespace ?? own);
  if ("value" in operation) requireValue(operation.value, limits);
}

/** @throws StorageError `permission-denied` with the pattern that would include what the operation reaches for */
function requireReach(operation: Operation, patterns: KeyPatterns, namespace: string): void {
  const reach = reachOf(operation);
  if (reach.type === "totals") return;
  if (reach.type === "prefix") {
    if (patterns.includesPrefix(reach.prefix)) return;
    throw denied({ namespace, pattern: patternOfPrefix(reach.prefix) });
  }
  const outside = reach.keys.find((key) => !patterns.includesKey(key));
  if (outside !== undefined) throw denied({ namespace, pattern: patternOfKey(outside) });
}

function denied(missing: MissingGrant): StorageError {
  return new StorageError({ tag: "permission-denied", val: printMissingGrant(missing) });
}
