import type { Bytes } from "@airssys/backend";
import { COMPONENT_ID_CHARACTERS_MAX, componentNamespace, namespaceFault } from "@airssys/protocol";

/**
 * What a namespace's keys begin with in the backend: its name, ended so that no other's begins with it. @throws
 * RangeError
 */
export function namespacePrefix(name: string): Bytes {
  const fault = namespaceFault(name);
  if (fault !== undefined) throw new RangeError(`"name" ${fault}`);
  return new TextEncoder().encode(`${name}:`);
}

/** Length of the longest prefix: no kind of namespace has a longer name than those of components, and ids are ASCII. */
export const NAMESPACE_PREFIX_BYTES_MAX = namespacePrefix(
  componentNamespace("x".repeat(COMPONENT_ID_CHARACTERS_MAX)),
).length;
