import { requireCount, requireGrant, sharedNamespaceFault } from "./grant-fault.ts";
import type { AccessLevel, Grants, NamespaceGrant } from "./grants.ts";
import { KeyPatterns } from "./key-pattern.ts";

/** The grant of one namespace, checked and compiled for fast lookups. */
interface Permit {
  readonly access: AccessLevel;
  /** `undefined`: the grant covers all keys. */
  readonly keys: KeyPatterns | undefined;
}

/** A component's grants, checked and compiled for fast lookups. */
export interface Permits {
  /** The component's own namespace. */
  readonly own: Permit;
  /** Shared namespaces, by name. */
  readonly shared: ReadonlyMap<string, Permit>;
}

/** Checks grants and compiles them. @throws RangeError for an invalid access level, pattern, namespace or quota */
export function preparePermits(grants: Grants, keyBytesMax: number): Permits {
  requireCount('"grants.quotaBytes"', grants.quotaBytes);
  const shared = Object.entries(grants.namespaces ?? {}).map(([name, grant]) => {
    const fault = sharedNamespaceFault(name);
    if (fault !== undefined) throw new RangeError(`"grants.namespaces" has ${JSON.stringify(name)}, which ${fault}`);
    return [name, preparePermit(`the grant of ${name}`, grant, keyBytesMax)] as const;
  });
  return { own: preparePermit('"grants"', grants, keyBytesMax), shared: new Map(shared) };
}

function preparePermit(title: string, grant: NamespaceGrant, keyBytesMax: number): Permit {
  requireGrant(title, grant, keyBytesMax);
  const isNarrow = grant.keys !== undefined && !grant.keys.includes("*");
  return { access: grant.access, keys: isNarrow ? new KeyPatterns(grant.keys) : undefined };
}
