import { namespaceFault } from "@airssys/protocol";
import type { Quota } from "../store/format/usage.ts";
import { requireCount } from "./grant-fault.ts";
import { DEFAULT_QUOTAS } from "./grants.ts";

/** What a host lets a namespace use, whatever grants say. */
export interface NamespaceQuota {
  /** Most bytes, key + value. Default: what the grants of the component say; for a shared namespace 10 MB. */
  readonly quotaBytes?: number;
  /** Most keys. Default: `keysMax` of the host for the namespace of a component, no limit for a shared one. */
  readonly keysMax?: number;
}

/** The quotas of a host's namespaces. */
export class NamespaceQuotas {
  readonly #overrides: ReadonlyMap<string, NamespaceQuota>;

  /** @throws RangeError for a name or a number that is none */
  constructor(overrides: Readonly<Record<string, NamespaceQuota>> = {}) {
    for (const [name, { quotaBytes = 0, keysMax = 0 }] of Object.entries(overrides)) {
      const fault = namespaceFault(name);
      if (fault !== undefined) throw new RangeError(`"namespaces" has ${JSON.stringify(name)}, which ${fault}`);
      requireCount(`"quotaBytes" of ${name}`, quotaBytes);
      requireCount(`"keysMax" of ${name}`, keysMax);
    }
    this.#overrides = new Map(Object.entries(overrides));
  }

  /** The quota of a namespace: what the host says, or else this. */
  of(namespace: string, otherwise: Quota = SHARED_QUOTA): Quota {
    const { quotaBytes = otherwise.bytes, keysMax = otherwise.keys } = this.#overrides.get(namespace) ?? {};
    return { bytes: quotaBytes, keys: keysMax };
  }
}

const SHARED_QUOTA: Quota = { bytes: DEFAULT_QUOTAS["read-write"].defaultBytes, keys: Number.MAX_SAFE_INTEGER };
