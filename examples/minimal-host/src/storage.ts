import { type Entries, entryBytes, type Namespace } from "./namespace.ts";

/** What a component may do. Patterns are keys, or prefixes and a `*`. */
export interface Grants {
  readonly access: "none" | "read-only" | "read-write" | "admin";
  readonly quotaBytes: number;
  readonly keys?: readonly string[] | undefined;
}

const KEY_BYTES_MAX = 256;
const VALUE_BYTES_MAX = 1_048_576;
const KEYS_PER_ANSWER_MAX = 10_000;
const LEVELS = ["none", "read", "write", "admin"];
const ACCESS = ["none", "read-only", "read-write", "admin"];

/** An error of the contract, on its way to the component. */
class Refusal extends Error {
  readonly error: unknown;
  constructor(tag: string, val: unknown) {
    super(tag);
    this.error = { tag, val };
  }
}

/** `airssys:wasm/storage` for one component. Each function looks at access, keys, patterns and values, in this order, and then does its work. */
export function storageOf(namespace: Namespace, id: string, { access, quotaBytes, keys: patterns = ["*"] }: Grants) {
  const missing = (what: string) => new Refusal("permission-denied", `storage:component:${id}:${what}`);

  const answer = (level: string, check: () => void, work: (entries: Entries) => unknown) => {
    const { entries } = namespace; // outside of a call this throws, which ends the component
    try {
      if (ACCESS.indexOf(access) < LEVELS.indexOf(level)) throw missing(level);
      check();
      return { tag: "ok", val: work(entries) };
    } catch (error) {
      if (error instanceof Refusal) return { tag: "err", val: error.error };
      console.error(error); // of the host's own failures a component learns nothing
      return { tag: "err", val: { tag: "internal-error", val: "see the log of the host" } };
    }
  };
  const requireKey = (key: string) => () => {
    const fault = key === "" ? "must not be empty" : faultOf(key);
    if (fault !== undefined) throw new Refusal("invalid-key", fault);
    const isGranted = patterns.some((each) => each === key || (each.endsWith("*") && key.startsWith(each.slice(0, -1))));
    if (!isGranted) throw missing(`keys:${key.replace(/\*.*$/s, "*")}`);
  };
  const requirePrefix = (prefix: string) => () => {
    const fault = faultOf(prefix);
    if (fault !== undefined) throw new Refusal("invalid-key", fault);
    const isGranted = patterns.some((each) => each.endsWith("*") && prefix.startsWith(each.slice(0, -1)));
    if (!isGranted) throw missing(`keys:${prefix.replace(/\*.*$/s, "")}*`);
  };
  const requireEntry = (key: string, value: Uint8Array) => () => {
    requireKey(key)();
    if (value.length > VALUE_BYTES_MAX) throw new Refusal("value-too-large", BigInt(VALUE_BYTES_MAX));
  };

  return {
    storageGet: (key: string) => answer("read", requireKey(key), ({ values }) => values.get(key)),
    storageHas: (key: string) => answer("read", requireKey(key), ({ values }) => values.has(key)),
    storageSize: () => answer("read", () => {}, ({ usedBytes }) => BigInt(usedBytes)),
    storageKeys: (prefix = "") => answer("read", requirePrefix(prefix), ({ values }) => listed(values, prefix)),
    storageSet: (key: string, value: Uint8Array) =>
      answer("write", requireEntry(key, value), (entries) => {
        const before = entries.values.get(key);
        const added = entryBytes(key, value) - (before === undefined ? 0 : entryBytes(key, before));
        const used = BigInt(entries.usedBytes);
        if (added > 0 && entries.usedBytes + added > quotaBytes)
          throw new Refusal("quota-exceeded", { used, quota: BigInt(quotaBytes), requested: BigInt(added) });
        entries.values.set(key, value);
        entries.usedBytes += added;
      }),
    storageDelete: (key: string) =>
      answer("write", requireKey(key), (entries) => {
        entries.usedBytes -= entryBytes(key, entries.values.get(key) ?? new Uint8Array(0)) * Number(entries.values.has(key));
        return entries.values.delete(key);
      }),
    storageClear: () =>
      answer("admin", requirePrefix(""), (entries) => {
        entries.values.clear();
        entries.usedBytes = 0;
      }),
  };
}

/** The rule that a key or a prefix breaks, without repeating it. */
function faultOf(key: string): string | undefined {
  if (Buffer.byteLength(key) > KEY_BYTES_MAX) return `must not be longer than ${KEY_BYTES_MAX} bytes`;
  if (/\p{Cc}/u.test(key)) return "must not contain control characters";
  if (key.startsWith("\ufeff")) return "must not begin with U+FEFF";
  return key.isWellFormed() ? undefined : "must be well-formed Unicode";
}

/** In the order of the bytes of UTF-8, which is not the one in which JavaScript compares texts. */
function listed(values: ReadonlyMap<string, unknown>, prefix: string): string[] {
  const found = [...values.keys()].filter((key) => key.startsWith(prefix));
  if (found.length > KEYS_PER_ANSWER_MAX) throw new Refusal("limit-exceeded", `${KEYS_PER_ANSWER_MAX} keys in one answer`);
  return found.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}
