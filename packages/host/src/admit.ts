import { type Limits, StorageError } from "@airssys/protocol";
import { covers, type Grants } from "./grants.ts";
import { needOf, type Operation } from "./operation.ts";
import { requireKey, requirePrefix, requireValue } from "./store/key-check.ts";

/** What decides whether an operation may reach the store. */
export interface Rules {
  /** The namespace that the operation is on, as grants name it. */
  readonly namespace: string;
  readonly grants: Grants;
  readonly limits: Limits;
}

/**
 * Lets an operation pass, or says why not: permission first, then the key, then the size. Nothing here touches a disk, and the answer
 * depends on nothing that is stored. The quota is left to the store, which alone knows what is used.
 *
 * @throws StorageError `permission-denied`, `invalid-key`, `value-too-large`
 */
export function admit(operation: Operation, { namespace, grants, limits }: Rules): void {
  const need = needOf(operation);
  if (!covers(grants.access, need)) {
    throw new StorageError({ tag: "permission-denied", val: `storage:${namespace}:${need}` });
  }
  if ("key" in operation) requireKey(operation.key, limits);
  if ("prefix" in operation) requirePrefix(operation.prefix, limits);
  if ("value" in operation) requireValue(operation.value, limits);
}
