import type { Mode } from "@airssys/backend";
import type { Store } from "@airssys/host";

/** A stored entry. */
export interface StoredEntry {
  readonly key: string;
  readonly value: Uint8Array;
  /** Number of the commit that wrote it; the first commit of a namespace is 1. */
  readonly version: number;
  /** Time of expiry in milliseconds since 1970 UTC. Absent: it does not expire. */
  readonly expiresAt?: number;
}

/** Reads all entries of a namespace, in the order of their keys. */
export async function storedEntries(store: Store<Mode>): Promise<StoredEntry[]> {
  const found: StoredEntry[] = [];
  let after: string | undefined;
  do {
    const page: Awaited<ReturnType<typeof store.range>> = await store.range({}, { after });
    for (const { key, value, version, expiresAt } of page.entries)
      found.push({ key, value: new Uint8Array(value), version, ...(expiresAt !== undefined && { expiresAt }) });
    after = page.after;
  } while (after !== undefined);
  return found;
}
