// What every `airssys:wasm/...` resolves to outside of a component: the imports of a real host over an engine in
// memory, behind bindings that behave as those in a component do. What they hand out was made in another realm (a `vm`
// context), their errors are no `Error` at all, and lone surrogates become U+FFFD on the way in.
import { runInNewContext } from "node:vm";
import { openMemory } from "@airssys/backend/memory";
import { type Binding, type Grants, type HostedResult, type HostOptions, openHost } from "@airssys/host";
import { nodeCipher } from "@airssys/host/node";
import type { StorageErrorPayload } from "@airssys/protocol";

interface Realm {
  readonly array: <T>(values: readonly T[]) => T[];
  readonly bytes: (bytes: Uint8Array) => Uint8Array;
  readonly date: (milliseconds: number) => Date;
  readonly record: <T extends object>(properties: T) => T;
}

/** Makes values as the bindings make them. */
export const foreignRealm: Realm = runInNewContext(`({
  array: (values) => Array.from(values),
  date: (milliseconds) => new Date(milliseconds),
  record: (properties) => Object.assign({}, properties),
  bytes: (bytes) => new Uint8Array(bytes.slice().buffer),
})`);

/** A shared namespace that the component may use as it likes. */
export const SHARED_NAMESPACE = "app:shared";

/** How the host of a test differs from the usual one, whose component may do everything. */
export interface Setting {
  readonly host?: Partial<HostOptions<"sync">>;
  readonly grants?: Partial<Grants>;
}

const GRANTS: Grants = {
  access: "admin",
  quotaBytes: 500_000_000,
  namespaces: { [SHARED_NAMESPACE]: { access: "admin" } },
};

const NOW = Date.UTC(2026, 0, 1);

/** The clock of the host, in milliseconds since 1970. It stands still unless a test moves it. */
export const clock = { now: NOW };

let backend: ReturnType<typeof openMemory>;
let setting: Setting;
let binding: Binding<"sync">;
let failure: { callsBefore: number; readonly error: unknown } | undefined;
let counts = new Map<string, number>();

/** An empty host, a clock that stands at the beginning of 2026, and no failure to come. Meant for `beforeEach`. */
export function reset(): void {
  openAs({});
}

/** The same with another host or other grants. */
export function openAs(asked: Setting): void {
  backend = openMemory();
  setting = asked;
  clock.now = NOW;
  restart();
}

/** Another instance of the component under another host over the same data. */
export function restart(): void {
  const cipher = nodeCipher({ keys: [{ number: 1, bytes: new Uint8Array(32).fill(7) }], newest: 1 });
  const host = openHost({ backend, clock: () => clock.now, cipher, telemetry: false, ...setting.host });
  binding = host.bind("test", { ...GRANTS, ...setting.grants });
  failure = undefined;
  counts = new Map();
}

/**
 * Does some work as a call of an export: what it writes is committed when it returns, and rolled back when it throws.
 * Outside of a call each function of the host is a transaction of its own.
 */
export function inCall<T>(work: () => T): T {
  binding.begin();
  let result: T;
  try {
    result = work();
  } catch (error) {
    binding.rollback();
    throw error;
  }
  binding.commit();
  return result;
}

/** How often the work called each function of the host, by its name in the bindings: `{ storageGet: 1 }`. */
export function hostCallsOf(work: () => unknown): Record<string, number> {
  const before = counts;
  counts = new Map();
  work();
  const made = Object.fromEntries(counts);
  for (const [name, count] of Object.entries(made)) before.set(name, (before.get(name) ?? 0) + count);
  counts = before;
  return made;
}

/**
 * The next call of any function fails as the bindings fail for this error of the host; or the one after so many others.
 */
export function failNextWith(payload: StorageErrorPayload, callsBefore = 0): void {
  failure = { callsBefore, error: foreign({ payload }) };
}

/** The next call of any function throws this very thing. */
export function failNextWithUnknown(error: unknown): void {
  failure = { callsBefore: 0, error };
}

/**
 * The stored bytes of the component's own namespace as they are, behind the back of the SDK: nothing here is counted or
 * fails.
 */
export const raw = {
  get: (key: string): Uint8Array | undefined => answered(storage().storageGet(key)),
  set: (key: string, bytes: Uint8Array): void => answered(storage().storageSet(key, bytes)),
  has: (key: string): boolean => answered(storage().storageHas(key)),
  keys: (): string[] => answered(storage().storageKeys(undefined)),
  size: (): number => Number(answered(storage().storageSize())),
};

function storage() {
  return binding.imports["airssys:wasm/storage@0.1.0"];
}

function answered<T>(result: HostedResult<T>): T {
  if (result.tag === "ok") return result.val;
  throw new Error(`the host answers ${result.val.tag}`);
}

/** A value as the bindings hand it to a component. */
function foreign(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return foreignRealm.bytes(value);
  if (Array.isArray(value)) return foreignRealm.array(value.map(foreign));
  return foreignRealm.record(Object.fromEntries(Object.entries(value).map(([name, item]) => [name, foreign(item)])));
}

/**
 * A value as it arrives at the host: text is repaired, numbers are cut off, bytes are a copy. A number of 64 bits is a
 * bigint, whatever it was.
 */
function lowered(value: unknown, isWide = false): unknown {
  if (isWide && typeof value === "number") return lowered(BigInt(value));
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value === "bigint") return BigInt.asUintN(64, value);
  if (typeof value !== "object" || value === null) return value;
  if ("signed" in value) return BigInt.asIntN(64, BigInt(value.signed as bigint | number));
  if (ArrayBuffer.isView(value)) return new Uint8Array(value as Uint8Array);
  if (Array.isArray(value)) return value.map((item) => lowered(item));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, lowered(item, WIDE_FIELDS.has(name))]));
}

/** Fields of 64 bits in what a component hands over. */
const WIDE_FIELDS: ReadonlySet<string> = new Set(["version", "ttlSeconds"]);

type Functions = Readonly<Record<string, (...args: unknown[]) => HostedResult<unknown>>>;

/**
 * A function of the host as the bindings give it to a component, and which of its arguments has 64 bits, if one has.
 */
function bound(interfaceName: string, name: string, wideArgument?: number): (...args: unknown[]) => never {
  return (...args) => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    failIfTold();
    const imports = binding.imports as unknown as Readonly<Record<string, Functions>>;
    const call = imports[`airssys:wasm/${interfaceName}@0.1.0`]?.[name];
    if (call === undefined) throw new TypeError(`the host offers no ${name} of ${interfaceName}`);
    const result = call(...args.map((arg, index) => lowered(arg, index === wideArgument)));
    if (result.tag === "err") throw foreign({ payload: result.val });
    return foreign(result.val) as never; // the types of the contract stand on the other side of the import
  };
}

function failIfTold(): void {
  if (failure === undefined || failure.callsBefore-- > 0) return;
  const { error } = failure;
  failure = undefined;
  throw error;
}

export const storageGet = bound("storage", "storageGet");
export const storageSet = bound("storage", "storageSet");
export const storageDelete = bound("storage", "storageDelete");
export const storageHas = bound("storage", "storageHas");
export const storageKeys = bound("storage", "storageKeys");
export const storageSize = bound("storage", "storageSize");
export const storageClear = bound("storage", "storageClear");
export const storageRange = bound("storage-ranges", "storageRange");
export const storageRangeKeys = bound("storage-ranges", "storageRangeKeys");
export const storageScan = bound("storage-ranges", "storageScan");
export const storageCount = bound("storage-ranges", "storageCount");
export const storageDeleteRange = bound("storage-ranges", "storageDeleteRange");
export const storageGetMany = bound("storage-batch", "storageGetMany");
export const storageGetEntry = bound("storage-batch", "storageGetEntry");
export const storageWrite = bound("storage-batch", "storageWrite");

const increment = bound("storage-batch", "storageIncrement");

/** The one function that takes a number with a sign: it is cut off in another way. */
export function storageIncrement(key: string, delta: bigint): bigint {
  return increment(key, { signed: delta });
}

export const storageSetWithTtl = bound("storage-ttl", "storageSetWithTtl", 2);
export const storageGetTtl = bound("storage-ttl", "storageGetTtl");
export const storageExtend = bound("storage-ttl", "storageExtend", 1);
export const storagePersist = bound("storage-ttl", "storagePersist");
export const storageBegin = bound("storage-transactions", "storageBegin");
export const storageCommit = bound("storage-transactions", "storageCommit");
export const storageRollback = bound("storage-transactions", "storageRollback");
export const storageWatch = bound("storage-watch", "storageWatch");
export const storagePoll = bound("storage-watch", "storagePoll", 0);
export const storageUnwatch = bound("storage-watch", "storageUnwatch", 0);
export const storageUsage = bound("storage-usage", "storageUsage");
export const storageExport = bound("storage-transfer", "storageExport");
export const storageImport = bound("storage-transfer", "storageImport");
export const storageEnter = bound("storage-namespaces", "storageEnter");
export const storageLeave = bound("storage-namespaces", "storageLeave");
export const seal = bound("storage-cipher", "seal");
export const open = bound("storage-cipher", "open");

reset();
