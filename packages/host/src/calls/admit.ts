import { type Limits, StorageError } from "@airssys/protocol";
import type { Operation } from "../contract/operation.ts";
import type { Reached } from "../operations/argument-rule.ts";
import { definitionOf } from "../operations/table.ts";
import { sharedNamespaceFault } from "../policy/grant-fault.ts";
import { covers } from "../policy/grants.ts";
import { KeyPatterns, patternOfKey, patternOfPrefix } from "../policy/key-pattern.ts";
import { type MissingGrant, printMissingGrant } from "../policy/missing-grant.ts";
import type { Permits } from "../policy/permits.ts";

/** What decides whether an operation may reach the store. */
export interface Rules {
  /** The component's own namespace. */
  readonly namespace: string;
  readonly permits: Permits;
  readonly limits: Limits;
}

/**
 * Lets an operation pass, or says why not: the access level first (and before it whether there can be such a
 * namespace), then the number of items of a batch, the grammar of keys, the key patterns of the grant, and last the
 * sizes. Nothing here touches a disk, and the answer depends on nothing that is stored. The quota is left to the store,
 * which alone knows what is used.
 *
 * @throws StorageError `permission-denied`, `limit-exceeded`, `invalid-key`, `value-too-large`; `invalid-argument` for
 * a name that no shared namespace has
 * @throws Error for an operation that is not defined
 */
export function admit(operation: Operation, { namespace: own, permits, limits }: Rules): void {
  const { namespace } = operation;
  const definition = definitionOf(operation);
  if (definition.namespace === "named" && namespace !== undefined) requireSharedName(namespace);
  const permit = namespace === undefined ? permits.own : permits.shared.get(namespace);
  const { need } = definition;
  if (need !== "nothing" && (permit === undefined || !covers(permit.access, need)))
    throw denied({ namespace: namespace ?? own, need });
  definition.requireArguments(operation, limits);
  const patterns = permit === undefined ? NO_KEYS : permit.keys;
  if (patterns !== undefined) {
    const reached = definition.reach === "every-key" ? EVERY_KEY : definition.reached(operation);
    requireReached(reached, patterns, namespace ?? own);
  }
  definition.requireSizes(operation, limits);
}

/** What needs no grant reaches no key where there is none. */
const NO_KEYS = new KeyPatterns([]);

const EVERY_KEY: readonly Reached[] = [{ type: "prefix", prefix: "" }];

/** @throws StorageError `invalid-argument` */
function requireSharedName(name: string): void {
  if (sharedNamespaceFault(name) === undefined) return;
  const val = "a shared namespace is called app:ID, user:ID, org/ID or system";
  throw new StorageError({ tag: "invalid-argument", val });
}

/** @throws StorageError `permission-denied` with the pattern that would include the first that is outside */
function requireReached(reached: readonly Reached[], patterns: KeyPatterns, namespace: string): void {
  for (const each of reached) {
    const isInside = each.type === "key" ? patterns.includesKey(each.key) : patterns.includesPrefix(each.prefix);
    if (isInside) continue;
    const pattern = each.type === "key" ? patternOfKey(each.key) : patternOfPrefix(each.prefix);
    throw denied({ namespace, pattern });
  }
}

function denied(missing: MissingGrant): StorageError {
  return new StorageError({ tag: "permission-denied", val: printMissingGrant(missing) });
}
