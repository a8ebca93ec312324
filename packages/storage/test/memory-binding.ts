// What `airssys:wasm/storage@0.1.0` resolves to in unit tests: a small store that answers as the bindings in a component do.
// Everything it hands out was made in another realm (a `vm` context), and its errors are no `Error` at all.
import { runInNewContext } from "node:vm";
import type { StorageErrorPayload } from "@airssys/protocol";

interface Realm {
  readonly array: <T>(values: readonly T[]) => T[];
  readonly bytes: (bytes: Uint8Array) => Uint8Array;
  readonly record: <T extends object>(properties: T) => T;
}

export const foreignRealm: Realm = runInNewContext(`({
  array: (values) => Array.from(values),
  record: (properties) => Object.assign({}, properties),
  bytes: (bytes) => new Uint8Array(bytes.slice().buffer),
})`);

const entries = new Map<string, Uint8Array>();
let failure: unknown;

/** Forgets all data and any failure to come. */
export function reset(): void {
  entries.clear();
  failure = undefined;
}

/** The next call of any function fails as the bindings fail for this error of the host. */
export function failNextWith(payload: StorageErrorPayload): void {
  const own =
    "val" in payload && typeof payload.val === "object"
      ? { ...payload, val: foreignRealm.record(payload.val) }
      : payload;
  failure = foreignRealm.record({ payload: foreignRealm.record(own) });
}

/** The next call of any function throws this very thing. */
export function failNextWithUnknown(error: unknown): void {
  failure = error;
}

/** The stored bytes as they are, behind the back of the SDK. */
export const raw: ReadonlyMap<string, Uint8Array> & { set(key: string, bytes: Uint8Array): unknown } = entries;

export function storageGet(key: string): Uint8Array | undefined {
  failIfTold();
  const bytes = entries.get(key.toWellFormed());
  return bytes && foreignRealm.bytes(bytes);
}

export function storageSet(key: string, value: Uint8Array): void {
  failIfTold();
  entries.set(key.toWellFormed(), new Uint8Array(value));
}

export function storageDelete(key: string): boolean {
  failIfTold();
  return entries.delete(key.toWellFormed());
}

export function storageHas(key: string): boolean {
  failIfTold();
  return entries.has(key.toWellFormed());
}

export function storageKeys(prefix: string | undefined): string[] {
  failIfTold();
  const keys = [...entries.keys()].filter((key) => key.startsWith(prefix ?? ""));
  return foreignRealm.array(keys.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right))));
}

export function storageSize(): bigint {
  failIfTold();
  let bytes = 0;
  for (const [key, value] of entries) bytes += Buffer.byteLength(key) + value.length;
  return BigInt(bytes);
}

export function storageClear(): void {
  failIfTold();
  entries.clear();
}

function failIfTold(): void {
  const error = failure;
  failure = undefined;
  if (error !== undefined) throw error;
}
