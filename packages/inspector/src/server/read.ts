import { type CollectionKey, describeCollections, describeKey, describeValue } from "@airssys/display";
import type { KeyedEntry, KeyRange, ListedNamespace, Namespaces } from "@airssys/host";
import type {
  CollectionsAnswer,
  EntriesAnswer,
  EntryAnswer,
  NamespaceAnswer,
  NamespacesAnswer,
  ValueAnswer,
} from "../api/answers.ts";
import { editable } from "./edit-text.ts";
import { fieldsOf } from "./fields.ts";

/** What a page of entries is asked for by. */
export interface EntriesRequest {
  readonly namespace: string;
  readonly range: KeyRange;
  readonly after: string | undefined;
  readonly limit: number;
  readonly hasFields: boolean;
}

/** Characters of a value in a list. */
const SUMMARY_CHARACTERS = 160;

/** Characters of a value that is shown whole. */
const VALUE_CHARACTERS = 262_144;

/** Keys that are read to find collections, and how many at once. */
const KEYS_READ_MAX = 100_000;

/** Returns a page of namespaces. */
export async function readNamespaces(store: Namespaces, after: string | undefined): Promise<NamespacesAnswer> {
  const page = await store.list({ after });
  return { namespaces: page.namespaces.map(namespaceAnswer), after: page.after ?? null };
}

function namespaceAnswer({ quota, ...record }: ListedNamespace): NamespaceAnswer {
  return { ...record, quotaBytes: quota.bytes ?? null, quotaKeys: quota.keys ?? null };
}

/** Returns a page of entries. */
export async function readEntries(store: Namespaces, request: EntriesRequest): Promise<EntriesAnswer> {
  const { namespace, range, after, limit, hasFields } = request;
  const opened = store.open(namespace);
  const version = await opened.version();
  const page = await opened.range(range, { after, limit });
  return { entries: page.entries.map((entry) => entryAnswer(entry, hasFields)), after: page.after ?? null, version };
}

function entryAnswer(entry: KeyedEntry, hasFields: boolean): EntryAnswer {
  const { key, value, version } = entry;
  const expiresAt = entry.expiresAt ?? null;
  const { kind, text, isCut } = describeValue(value, { layout: "line", charactersMax: SUMMARY_CHARACTERS });
  const fields = hasFields && kind === "json" ? fieldsOf(value) : undefined;
  const bytes = Buffer.byteLength(key) + value.length;
  const summary = isCut ? `${text}…` : text;
  return { key, text: describeKey(key).text, kind, summary, bytes, version, expiresAt, ...(fields && { fields }) };
}

/** Returns an entry with its value; `null` if there is none. */
export async function readValue(
  store: Namespaces,
  namespace: string,
  key: string,
  isWritable: boolean,
): Promise<ValueAnswer | null> {
  const entry = await store.open(namespace).getEntry(key);
  if (entry === undefined) return null;
  const { text, collection } = describeKey(key);
  const described = describeValue(entry.value, { charactersMax: VALUE_CHARACTERS });
  return {
    key,
    text,
    collection: collection === undefined ? null : classAndName(collection),
    kind: described.kind,
    value: described.text,
    isCut: described.isCut,
    bytes: Buffer.byteLength(key) + entry.value.length,
    version: entry.version,
    expiresAt: entry.expiresAt ?? null,
    valueVersion: described.version ?? null,
    edit: isWritable ? editable(entry.value) : null,
  };
}

function classAndName({ classes, name }: CollectionKey): string {
  return `${classes.join(" of ")} ${JSON.stringify(name)}`;
}

/** Returns the collections of a namespace, by its first 100 000 keys. Others are served between pages. */
export async function readCollections(store: Namespaces, namespace: string): Promise<CollectionsAnswer> {
  const opened = store.open(namespace);
  const keys: string[] = [];
  let after: string | undefined;
  do {
    const page = await opened.range({}, { after });
    for (const { key } of page.entries) keys.push(key);
    after = page.after;
    await new Promise(setImmediate);
  } while (after !== undefined && keys.length < KEYS_READ_MAX);
  return { collections: describeCollections(keys).map((each) => ({ ...each })), isPartial: after !== undefined };
}
