import { type Limits, StorageError } from "@airssys/protocol";
import type { Operation } from "../contract/operation.ts";
import type { Reached } from "../operations/argument-rule.ts";
import { getDefinition } from "../operations/table.ts";
import { sharedNamespaceFault } from "../policy/grant-fault.ts";
import { covers } from "../policy/grants.ts";
import { KeyPatterns, patternForKey, patternForPrefix } from "../policy/key-pattern.ts";
import { type MissingGrant, printMissingGrant } from "../policy/missing-grant.ts";
import type { Permits } from "../policy/permits.ts";

/** The rules that decide whether an operation of a component may reach the store. */
export interface Rules {
  /** The component's own namespace. */
  readonly namespace: string;
  readonly permits: Permits;
  readonly limits: Limits;
}

/**
 * Admits an operation or throws. The checks run in this order: the grammar of a namespace that the guest names, the
 * access level, the number of items in lists, the grammar of keys, the key patterns of the grant, the sizes of values.
 * Reads nothing from the store, and the result does not depend on stored data. The store itself checks the quota,
 * because only it knows the usage.
 *
 * @throws StorageError `permission-denied`, `limit-exceeded`, `invalid-key`, `value-too-large`; `invalid-argument` for
 * an invalid name of a shared namespace
 * @throws Error for an unknown type of operation
 */
export function admit(operation: Operation, { namespace: own, permits, limits }: Rules): void {
  const { namespace } = operation;
  const definition = getDefinition(operation);
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

/** The patterns where there is no grant: an operation that needs no grant may still not reach any key there. */
const NO_KEYS = new KeyPatterns([]);

const EVERY_KEY: readonly Reached[] = [{ type: "prefix", prefix: "" }];

/** @throws StorageError `invalid-argument` */
function requireSharedName(name: string): void {
  if (sharedNamespaceFault(name) === undefined) return;
  const val = "the name of a shared namespace is app:ID, user:ID, org/ID or system";
  throw new StorageError({ tag: "invalid-argument", val });
}

/** @throws StorageError `permission-denied` with a pattern that would cover the first keys that no pattern covers */
function requireReached(reached: readonly Reached[], patterns: KeyPatterns, namespace: string): void {
  for (const each of reached) {
    const isInside = each.type === "key" ? patterns.includesKey(each.key) : patterns.includesPrefix(each.prefix);
    if (isInside) continue;
    const pattern = each.type === "key" ? patternForKey(each.key) : patternForPrefix(each.prefix);
    throw denied({ namespace, pattern });
  }
}

function denied(missing: MissingGrant): StorageError {
  return new StorageError({ tag: "permission-denied", val: printMissingGrant(missing) });
}
