import { namespaceFault } from "@airssys/protocol";
import type { Quota } from "../store/format/usage.ts";
import { requireCount } from "./grant-fault.ts";
import { DEFAULT_QUOTAS } from "./grants.ts";

/** The quota of one namespace, set by the host. It overrides the grants. */
export interface NamespaceQuota {
  /** Maximum bytes of keys and values. Default: the component's grant; 10 MB for a shared namespace. */
  readonly quotaBytes?: number;
  /** Maximum number of keys. Default: the host's `keysMax`; for a shared namespace one for each 50 bytes. */
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
    const { quotaBytes, keysMax } = this.#overrides.get(namespace) ?? {};
    const keys = quotaBytes === undefined ? fallback.keys : Math.max(fallback.keys, defaultKeysMax(quotaBytes));
    return { bytes: quotaBytes ?? fallback.bytes, keys: keysMax ?? keys };
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
