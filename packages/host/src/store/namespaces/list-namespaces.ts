import { type Bytes, keyAfter, PAGE_ENTRIES_MAX, prefixEnd } from "@airssys/backend";
import { requireKnownOptions, StorageError } from "@airssys/protocol";
import { recordName, recordsFrom } from "../format/namespace-layout.ts";
import { decodeRecord } from "../format/namespace-record.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";
import { type NamespaceQuotaLimits, quotaLimits } from "./stored-quota.ts";

/** Which namespaces to list. */
export interface ListOptions {
  /** Only names that begin so, such as `component:`. Default: all. */
  readonly prefix?: string;
  /** Only names after this one, as the page before told it. */
  readonly after?: string | undefined;
  /** Most namespaces of a page, 1 to 1 000. Default 1 000. */
  readonly limit?: number;
}

/** A namespace as its record has it. */
export interface ListedNamespace {
  readonly name: string;
  /** Bytes of keys and values that are stored, expired entries included that nobody has removed yet. */
  readonly bytes: number;
  /** Number of keys that are stored, those of such entries included. */
  readonly keys: number;
  /** Number of the newest commit. */
  readonly version: number;
  /**
   * `open`, or `filling` or `removing`: a copy, an import or a removal is under way, or was interrupted. Until it has
   * ended the namespace is empty for whoever reads it, and refuses writes.
   */
  readonly state: "open" | "filling" | "removing";
  /** The quota that is stored with it. */
  readonly quota: NamespaceQuotaLimits;
}

/** A page of namespaces in the order of their names. */
export interface NamespacePage {
  readonly namespaces: readonly ListedNamespace[];
  /** The name after which the next page begins. `undefined` if nothing is left. */
  readonly after: string | undefined;
}

/** Lists namespaces by their records, which lie next to each other: no data is read. */
export function* listNamespaces(engine: Engine, options: ListOptions): Steps<NamespacePage> {
  requireKnownOptions<ListOptions>(options, { prefix: true, after: true, limit: true });
  const { prefix = "", after, limit = PAGE_ENTRIES_MAX } = options;
  requirePageLimit(limit);
  const lt = prefixEnd(recordsFrom(prefix)) as Bytes; // it ends, since it begins with a byte below 0xff
  const page = yield* answered(engine.scan({ gte: firstKey(prefix, after), lt, limit }));
  const namespaces = page.entries.map(({ key, value }) => listed(recordName(key), value));
  return { namespaces, after: page.isLast ? undefined : namespaces.at(-1)?.name };
}

function firstKey(prefix: string, after: string | undefined): Bytes {
  return after === undefined || after < prefix ? recordsFrom(prefix) : keyAfter(recordsFrom(after));
}

function listed(name: string, stored: Bytes): ListedNamespace {
  const { bytes, keys, version, state, quota } = decodeRecord(stored);
  return { name, bytes, keys, version, state, quota: quotaLimits(quota) };
}

function requirePageLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= PAGE_ENTRIES_MAX) return;
  const val = `a page has 1 to ${PAGE_ENTRIES_MAX} namespaces, got a limit of ${limit}`;
  throw new StorageError({ tag: "invalid-argument", val });
}
