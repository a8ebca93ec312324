import { keyFault, type Limits, prefixFault, StorageError } from "@airssys/protocol";
import { covers, type Grants } from "./grants.ts";
import { needOf, type Operation } from "./operation.ts";

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
  const fault = keyFaultOf(operation, limits.keyBytesMax);
  if (fault !== undefined) throw new StorageError({ tag: "invalid-key", val: fault });
  if (operation.type === "set" && operation.value.length > limits.valueBytesMax) {
    throw new StorageError({ tag: "value-too-large", val: BigInt(limits.valueBytesMax) });
  }
}

function keyFaultOf(operation: Operation, keyBytesMax: number): string | undefined {
  if ("key" in operation) return keyFault(operation.key, keyBytesMax);
  return "prefix" in operation ? prefixFault(operation.prefix, keyBytesMax) : undefined;
}
