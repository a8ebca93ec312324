import { namespaceFault } from "@airssys/protocol";
import type { Quota } from "../store/format/usage.ts";
import { requireCount } from "./grant-fault.ts";
import { DEFAULT_QUOTAS } from "./grants.ts";

/** What a host lets a namespace use, whatever grants say. */
export interface NamespaceQuota {
  /** Most bytes, key + value. Default: what the grants of the component say; for a shared namespace 10 MB. */
  readonly quotaBytes?: number;
  /** Most keys. Default: `keysMax` of the host for the namespace of a component, one for each 50 bytes of a shared one. */
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
    const { quotaBytes, keysMax } = this.#overrides.get(namespace) ?? {};
    const keys = quotaBytes === undefined ? otherwise.keys : Math.max(otherwise.keys, defaultKeysMax(quotaBytes));
    return { bytes: quotaBytes ?? otherwise.bytes, keys: keysMax ?? keys };
  }
}

/** Bytes of the quota for each key that a namespace may hold by default. */
const BYTES_PER_KEY = 50;

/** Keys that a namespace may always hold by default, however small its quota is. */
const KEYS_MIN = 1_000;

/**
 * Returns how many keys a namespace may hold unless the host says otherwise. An engine stores more than the quota
 * counts for each key, so without a limit many small ones would take many times the quota on the disk.
 */
export function defaultKeysMax(quotaBytes: number): number {
  return Math.max(KEYS_MIN, Math.floor(quotaBytes / BYTES_PER_KEY));
}

const SHARED_BYTES = DEFAULT_QUOTAS["read-write"].defaultBytes;
const SHARED_QUOTA: Quota = { bytes: SHARED_BYTES, keys: defaultKeysMax(SHARED_BYTES) };
