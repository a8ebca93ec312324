import { namespaceFault } from "@airssys/protocol";
import type { Quota } from "../store/format/usage.ts";
import { requireCount } from "./grant-fault.ts";
import { DEFAULT_QUOTAS } from "./grants.ts";

/** The quota of one namespace, set by the host. It overrides the grants. */
export interface NamespaceQuota {
  /** Maximum bytes of keys and values. Default: the component's grant; 10 MB for a shared namespace. */
  readonly quotaBytes?: number;
  /** Maximum number of keys. Default: the host's `keysMax`; no limit for a shared namespace. */
  readonly keysMax?: number;
}

/** The quotas of a host's namespaces. */
export class NamespaceQuotas {
  readonly #overrides: ReadonlyMap<string, NamespaceQuota>;

  /** @throws RangeError for an invalid namespace name, or a quota that is not a whole number from 0 */
  constructor(overrides: Readonly<Record<string, NamespaceQuota>> = {}) {
    for (const [name, { quotaBytes = 0, keysMax = 0 }] of Object.entries(overrides)) {
      const fault = namespaceFault(name);
      if (fault !== undefined) throw new RangeError(`"namespaces" has ${JSON.stringify(name)}, which ${fault}`);
      requireCount(`"quotaBytes" of ${name}`, quotaBytes);
      requireCount(`"keysMax" of ${name}`, keysMax);
    }
    this.#overrides = new Map(Object.entries(overrides));
  }

  /** Returns the quota of a namespace: the host's override, or `fallback` where there is none. */
  resolve(namespace: string, fallback: Quota = SHARED_QUOTA): Quota {
    const { quotaBytes = fallback.bytes, keysMax = fallback.keys } = this.#overrides.get(namespace) ?? {};
    return { bytes: quotaBytes, keys: keysMax };
  }
}

const SHARED_QUOTA: Quota = { bytes: DEFAULT_QUOTAS["read-write"].defaultBytes, keys: Number.MAX_SAFE_INTEGER };
