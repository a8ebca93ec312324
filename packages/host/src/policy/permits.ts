import { requireCount, requireGrant, sharedNamespaceFault } from "./grant-fault.ts";
import type { AccessLevel, Grants, NamespaceGrant } from "./grants.ts";
import { KeyPatterns } from "./key-pattern.ts";

/** The grant of one namespace, made ready to be asked. */
interface Permit {
  readonly access: AccessLevel;
  /** `undefined`: all keys. */
  readonly keys: KeyPatterns | undefined;
}

/** The grants of a component, made ready to be asked. */
export interface Permits {
  readonly own: Permit;
  /** By the name of the shared namespace. */
  readonly shared: ReadonlyMap<string, Permit>;
}

/** @throws RangeError for grants that break a rule. */
export function permitsOf(grants: Grants, keyBytesMax: number): Permits {
  requireCount('"grants.quotaBytes"', grants.quotaBytes);
  const shared = Object.entries(grants.namespaces ?? {}).map(([name, grant]) => {
    const fault = sharedNamespaceFault(name);
    if (fault !== undefined) throw new RangeError(`"grants.namespaces" has ${JSON.stringify(name)}, which ${fault}`);
    return [name, permitOf(`the grant of ${name}`, grant, keyBytesMax)] as const;
  });
  return { own: permitOf('"grants"', grants, keyBytesMax), shared: new Map(shared) };
}

function permitOf(title: string, grant: NamespaceGrant, keyBytesMax: number): Permit {
  requireGrant(title, grant, keyBytesMax);
  const isNarrow = grant.keys !== undefined && !grant.keys.includes("*");
  return { access: grant.access, keys: isNarrow ? new KeyPatterns(grant.keys) : undefined };
}
