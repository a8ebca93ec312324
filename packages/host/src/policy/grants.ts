import type { Need } from "./need.ts";

/** How much of a namespace a component may use. Each level includes the ones before it. */
export const ACCESS_LEVELS = ["none", "read-only", "read-write", "admin"] as const;

/** One of {@link ACCESS_LEVELS}. */
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** What a component may do in one namespace. */
export interface NamespaceGrant {
  readonly access: AccessLevel;
  /**
   * The only keys that the grant is about, each a key or a prefix and a `*`. Default: all. Everything else is denied,
   * and a listing too unless one of these includes all that it could list: it is never shortened. Sizes are those of
   * the whole namespace.
   */
  readonly keys?: readonly string[];
}

/** What a component may do, decided once, when it is loaded. */
export interface Grants extends NamespaceGrant {
  /** Most bytes that the component's own namespace may use. */
  readonly quotaBytes: number;
  /** What it may do in shared namespaces: `app:ID`, `user:ID`, `org/ID` or `system`. Default: nothing. */
  readonly namespaces?: Readonly<Record<string, NamespaceGrant>>;
}

/** The quota of a component that asks for none, and the most that one may ask for, in bytes. */
export interface QuotaPolicy {
  readonly defaultBytes: number;
  readonly maxBytes: number;
}

/** What a host grants unless it says otherwise. One MB is 1 000 000 bytes. */
export const DEFAULT_QUOTAS: Readonly<Record<AccessLevel, QuotaPolicy>> = {
  none: { defaultBytes: 0, maxBytes: 0 },
  "read-only": { defaultBytes: 0, maxBytes: 0 },
  "read-write": { defaultBytes: 10_000_000, maxBytes: 100_000_000 },
  admin: { defaultBytes: 50_000_000, maxBytes: 500_000_000 },
};

const LEVEL_NEEDED: Readonly<Record<Need, AccessLevel>> = { read: "read-only", write: "read-write", admin: "admin" };

/** Whether an access level covers a need. */
export function covers(access: AccessLevel, need: Need): boolean {
  return ACCESS_LEVELS.indexOf(access) >= ACCESS_LEVELS.indexOf(LEVEL_NEEDED[need]);
}
