import type { Need } from "./need.ts";

/** The levels of access to a namespace. Each level includes the ones before it. */
export const ACCESS_LEVELS = ["none", "read-only", "read-write", "admin"] as const;

/** One of {@link ACCESS_LEVELS}. */
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** A component's rights in one namespace. */
export interface NamespaceGrant {
  readonly access: AccessLevel;
  /**
   * Key patterns that limit the grant, at most 100; each is a key, or a prefix followed by `*`. Default: all keys. An
   * operation on any other key is denied. A listing is never filtered: it is denied unless one pattern covers
   * everything that it could list. Sizes (`size`, `usage`) still count the whole namespace.
   */
  readonly keys?: readonly string[];
}

/** A component's rights: in its own namespace, and in shared ones. Fixed when the component is bound. */
export interface Grants extends NamespaceGrant {
  /** Maximum size of the component's own namespace, in bytes of keys and values. */
  readonly quotaBytes: number;
  /** Rights in shared namespaces, by name: `app:ID`, `user:ID`, `org/ID` or `system`. Default: none. */
  readonly namespaces?: Readonly<Record<string, NamespaceGrant>>;
}

/** The quotas that manifests get at one access level, in bytes. */
export interface QuotaPolicy {
  /** Quota of a component whose manifest names no `max-size`. */
  readonly defaultBytes: number;
  /** Largest `max-size` that a manifest may name. */
  readonly maxBytes: number;
}

/** The default quotas of each access level: 10 MB for `read-write`, 50 MB for `admin`. One MB is 1 000 000 bytes. */
export const DEFAULT_QUOTAS: Readonly<Record<AccessLevel, QuotaPolicy>> = {
  none: { defaultBytes: 0, maxBytes: 0 },
  "read-only": { defaultBytes: 0, maxBytes: 0 },
  "read-write": { defaultBytes: 10_000_000, maxBytes: 100_000_000 },
  admin: { defaultBytes: 50_000_000, maxBytes: 500_000_000 },
};

const LEVEL_NEEDED: Readonly<Record<Need, AccessLevel>> = { read: "read-only", write: "read-write", admin: "admin" };

/** Tells whether an access level includes the right that an operation needs. */
export function covers(access: AccessLevel, need: Need): boolean {
  return ACCESS_LEVELS.indexOf(access) >= ACCESS_LEVELS.indexOf(LEVEL_NEEDED[need]);
}
