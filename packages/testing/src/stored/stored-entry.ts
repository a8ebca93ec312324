import type { Mode } from "@airssys/backend";
import type { Store } from "@airssys/host";

/** An entry of a namespace. */
export interface StoredEntry {
  readonly key: string;
  readonly value: Uint8Array;
  /** The commit of the namespace that wrote it, from 1. */
  readonly version: number;
  /** When it expires, in milliseconds since 1970 UTC, if it does. */
  readonly expiresAt?: number;
}

/** All entries of a namespace, in the order of their keys. */
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
