import { type Backend, type Bytes, keyAfter, type Page, prefixEnd, type ScanRange } from "@airssys/backend";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { SECRET_KEY } from "../../store/cursor-secret.ts";
import { layoutNamespace, namespaceOfKey, RECORDS, recordName } from "../../store/format/namespace-layout.ts";
import { decodeRecord, type NamespaceRecord } from "../../store/format/namespace-record.ts";
import { StoreFormatError } from "../../store/format/store-format-error.ts";
import { driveAsync } from "../../store/steps/drive.ts";
import { Slices } from "../../store/steps/slice.ts";
import { hasKnownFormat } from "../../store/store-format.ts";
import { MigrationError } from "./migration-error.ts";

/** A namespace as its record has it in a backend. */
export interface RecordedNamespace {
  readonly name: string;
  readonly recordKey: Bytes;
  /** The bytes of its record. */
  readonly stored: Bytes;
  readonly record: NamespaceRecord;
}

/**
 * Looks at a store that is to be migrated, before anything is written, and returns by which the store is known again:
 * a hash of its secret. A backup of a store is known as the store itself.
 *
 * @throws StoreFormatError if it is no store of a format that this version knows; MigrationError `key-too-long`,
 * `stray-keys`
 */
export async function inspectSource(from: Backend, to: Backend): Promise<string> {
  if (!(await driveAsync(hasKnownFormat(from)))) throw new StoreFormatError("the source holds no store");
  await requireNoStrays(from);
  if (to.capabilities.keyBytesMax < from.capabilities.keyBytesMax) await requireShortKeys(from, to);
  const secret = await from.get(SECRET_KEY);
  return secret === undefined ? "unknown" : bytesToHex(sha256(secret)).slice(0, IDENTITY_CHARACTERS);
}

const IDENTITY_CHARACTERS = 32;

/** The records of the store itself, those of its namespaces among them. */
export const SYSTEM_RECORDS = { gte: Uint8Array.of(0x00), lt: Uint8Array.of(0x01) } as const;

/** Yields the namespaces of a store in the order of their names, a page at a time. */
export async function* recordedNamespaces(backend: Backend): AsyncGenerator<readonly RecordedNamespace[]> {
  for await (const page of pagesOf(backend, RECORDS)) {
    yield page.map(({ key, value }) => {
      return { name: recordName(key), recordKey: key, stored: value, record: decodeRecord(value) };
    });
  }
}

/** Yields the entries of a range in pages. Between two pages others have their turn. */
export async function* pagesOf(
  backend: Backend,
  range: Omit<ScanRange, "limit" | "reverse">,
): AsyncGenerator<Page["entries"], void, undefined> {
  const slices = new Slices();
  for (let rest = range; ; ) {
    const { entries, isLast }: Page = await backend.scan(rest);
    const last = entries.at(-1);
    if (last === undefined) return;
    yield entries;
    if (isLast) return;
    rest = { ...range, gte: keyAfter(last.key) };
    if (slices.isOver) await slices.rest();
  }
}

/** The range of all keys of a namespace. */
export function keysOfNamespace(name: string): { readonly gte: Bytes; readonly lt: Bytes } {
  const { prefix } = layoutNamespace(name);
  return { gte: prefix, lt: prefixEnd(prefix) as Bytes }; // it ends with a colon
}

/** Looks at one key of each namespace alone. */
async function requireNoStrays(from: Backend): Promise<void> {
  for (let gte: Bytes = SYSTEM_RECORDS.lt; ; ) {
    const [entry] = (await from.scan({ gte, limit: 1, valueBytesMax: 0 })).entries;
    if (entry === undefined) return;
    const name = namespaceOfKey(entry.key);
    if (name === undefined || (await isStray(from, name, entry.key))) {
      const message = "the source holds keys that belong to no namespace, the first of them has the bytes";
      throw new MigrationError("stray-keys", `${message} ${bytesToHex(entry.key)}`);
    }
    gte = keysOfNamespace(name).lt;
  }
}

/** Whether a key has no namespace. One that is removed at this moment takes its keys with it. */
async function isStray(from: Backend, name: string, key: Bytes): Promise<boolean> {
  if ((await from.get(layoutNamespace(name).recordKey)) !== undefined) return false;
  return (await from.get(key)) !== undefined;
}

async function requireShortKeys(from: Backend, to: Backend): Promise<void> {
  const { keyBytesMax } = to.capabilities;
  for await (const entries of pagesOf(from, { valueBytesMax: 0 })) {
    const long = entries.find(({ key }) => key.length > keyBytesMax);
    if (long === undefined) continue;
    const place = namespaceOfKey(long.key) ?? "the store";
    const message = `a key of ${place} has ${long.key.length} bytes, the engine ${to.name} takes at most ${keyBytesMax}`;
    throw new MigrationError("key-too-long", message);
  }
}
