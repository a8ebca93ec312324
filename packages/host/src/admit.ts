import { type Limits, StorageError } from "@airssys/protocol";
import { SEAL_BYTES } from "./cipher/sealed-bytes.ts";
import { sharedNamespaceFault } from "./grant-fault.ts";
import { covers } from "./grants.ts";
import { type KeyPatterns, patternOfKey, patternOfPrefix } from "./key-pattern.ts";
import { type MissingGrant, printMissingGrant } from "./missing-grant.ts";
import { needOf } from "./need.ts";
import type { GuestRange, Operation } from "./operation.ts";
import type { Permits } from "./permits.ts";
import { reachOf } from "./reach.ts";
import { requireKey, requirePrefix, requireValue } from "./store/key-check.ts";

/** What decides whether an operation may reach the store. */
export interface Rules {
  /** The component's own namespace. */
  readonly namespace: string;
  readonly permits: Permits;
  readonly limits: Limits;
}

/**
 * Lets an operation pass, or says why not: the access level first (and before it whether there can be such a namespace), then the number of items of a batch, the grammar of keys, the key patterns of the
 * grant, and last the sizes. Nothing here touches a disk, and the answer depends on nothing that is stored. The quota is left to the store, which
 * alone knows what is used.
 *
 * @throws StorageError `permission-denied`, `limit-exceeded`, `invalid-key`, `value-too-large`; `invalid-argument` for a name that no shared namespace has
 */
export function admit(operation: Operation, { namespace: own, permits, limits }: Rules): void {
  const { namespace } = operation;
  if (operation.type === "enter" && namespace !== undefined) requireSharedName(namespace);
  const permit = namespace === undefined ? permits.own : permits.shared.get(namespace);
  const need = needOf(operation);
  if (need === undefined) return;
  if (permit === undefined || !covers(permit.access, need)) throw denied({ namespace: namespace ?? own, need });
  requireArguments(operation, limits);
  if (permit.keys !== undefined) requireReach(operation, permit.keys, namespace ?? own);
  requireValues(operation, limits);
}

/** @throws StorageError `invalid-argument` */
function requireSharedName(name: string): void {
  if (sharedNamespaceFault(name) === undefined) return;
  const val = "a shared namespace is called app:ID, user:ID, org/ID or system";
  throw new StorageError({ tag: "invalid-argument", val });
}

/** @throws StorageError `limit-exceeded`, `invalid-key` */
function requireArguments(operation: Operation, limits: Limits): void {
  switch (operation.type) {
    case "get-many":
      requireBatch(operation.keys, limits);
      for (const key of operation.keys) requireKey(key, limits);
      break;
    case "write":
      requireBatch(operation.checks, limits);
      requireBatch(operation.writes, limits);
      for (const { key } of operation.checks) requireKey(key, limits);
      for (const { key } of operation.writes) requireKey(key, limits);
      break;
    case "range":
    case "range-keys":
    case "count":
    case "delete-range":
      requireBounds(operation.range, limits);
      break;
    case "seal":
    case "open":
      requireKey(operation.keyName, limits);
      break;
    default:
      if ("key" in operation) requireKey(operation.key, limits);
      if ("prefix" in operation) requirePrefix(operation.prefix, limits);
  }
}

/** @throws StorageError `limit-exceeded` */
function requireBatch(items: readonly unknown[], { batchItemsMax }: Limits): void {
  if (items.length <= batchItemsMax) return;
  const val = `a batch has at most ${batchItemsMax} items, got ${items.length}`;
  throw new StorageError({ tag: "limit-exceeded", val });
}

/** @throws StorageError `invalid-key` */
function requireBounds(range: GuestRange, limits: Limits): void {
  if (range.prefix !== undefined) requirePrefix(range.prefix, limits);
  if (range.start !== undefined) requireKey(range.start, limits);
  if (range.end !== undefined) requireKey(range.end, limits);
}

/** @throws StorageError `value-too-large` */
function requireValues(operation: Operation, limits: Limits): void {
  if ("value" in operation) requireValue(operation.value, limits);
  if (operation.type === "write") {
    for (const write of operation.writes) if (write.type === "set") requireValue(write.value, limits);
  }
  if (operation.type === "seal") requireValue(operation.plaintext, limits);
  if (operation.type === "open")
    requireValue(operation.sealed, { ...limits, valueBytesMax: limits.valueBytesMax + SEAL_BYTES });
  if ("associatedData" in operation) requireValue(operation.associatedData, limits);
}

/** @throws StorageError `permission-denied` with the pattern that would include what the operation reaches for */
function requireReach(operation: Operation, patterns: KeyPatterns, namespace: string): void {
  const reach = reachOf(operation);
  if (reach.type === "none") return;
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
