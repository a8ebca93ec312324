import type { Entries, Namespace } from "./namespace.ts";

/** What a component may do. Patterns are keys, or prefixes and a `*`. */
export interface Grants {
  readonly access: "none" | "read-only" | "read-write" | "admin";
  readonly quotaBytes: number;
  readonly keys?: readonly string[] | undefined;
}

const LEVELS = { none: 0, "read-only": 1, "read-write": 2, read: 1, write: 2, admin: 3 };
const KEY_BYTES_MAX = 256;
const VALUE_BYTES_MAX = 1_048_576;
const KEYS_PER_ANSWER_MAX = 10_000;

/** An error of the contract, on its way to the component. */
class Refusal extends Error {
  readonly error: { readonly tag: string; readonly val: unknown };
  constructor(tag: string, val: unknown) {
    super(tag);
    this.error = { tag, val };
  }
}

/** `airssys:wasm/storage` for one component. */
export function storageOf(namespace: Namespace, id: string, { access, quotaBytes, keys: patterns }: Grants) {
  const denied = (missing: string) => new Refusal("permission-denied", `storage:component:${id}:${missing}`);

  /** The answer of a function: its value, or the error that a rule or the work itself throws. */
  const answer = (level: "read" | "write" | "admin", work: (entries: Entries) => unknown) => {
    const { entries } = namespace; // outside of a call this throws, which ends the component
    try {
      if (LEVELS[access] < LEVELS[level]) throw denied(level);
      return { tag: "ok", val: work(entries) };
    } catch (error) {
      if (error instanceof Refusal) return { tag: "err", val: error.error };
      console.error(error); // of failures of the host a component learns nothing
      return { tag: "err", val: { tag: "internal-error", val: "see the log of the host" } };
    }
  };
  const requireKey = (key: string, isPrefix = false) => {
    const fault = key === "" && !isPrefix ? "must not be empty" : faultOf(key);
    if (fault !== undefined) throw new Refusal("invalid-key", fault);
    const starts = (pattern: string) => pattern.endsWith("*") && key.startsWith(pattern.slice(0, -1));
    if (patterns?.some((pattern) => starts(pattern) || (pattern === key && !isPrefix)) === false)
      throw denied(`keys:${(isPrefix ? `${key}*` : key).replace(/\*.*$/s, "*")}`);
  };
  const ofKey = (level: "read" | "write", key: string, work: (entries: Entries) => unknown) =>
    answer(level, (entries) => {
      requireKey(key);
      return work(entries);
    });

  return {
    storageGet: (key: string) => ofKey("read", key, (entries) => entries.get(key)),
    storageHas: (key: string) => ofKey("read", key, (entries) => entries.has(key)),
    storageDelete: (key: string) => ofKey("write", key, (entries) => entries.delete(key)),
    storageSet: (key: string, value: Uint8Array) =>
      ofKey("write", key, (entries) => {
        if (value.length > VALUE_BYTES_MAX) throw new Refusal("value-too-large", BigInt(VALUE_BYTES_MAX));
        const added = value.length - (entries.get(key)?.length ?? -Buffer.byteLength(key));
        const used = added > 0 ? usedBytes(entries) : 0; // what adds nothing is never refused
        const details = { used: BigInt(used), quota: BigInt(quotaBytes), requested: BigInt(added) };
        if (added > 0 && used + added > quotaBytes) throw new Refusal("quota-exceeded", details);
        entries.set(key, value);
      }),
    storageKeys: (prefix = "") =>
      answer("read", (entries) => {
        requireKey(prefix, true);
        const found = [...entries.keys()].filter((key) => key.startsWith(prefix));
        if (found.length > KEYS_PER_ANSWER_MAX) throw new Refusal("limit-exceeded", `${KEYS_PER_ANSWER_MAX} keys`);
        // The order of the bytes of UTF-8 is not the one in which JavaScript compares texts.
        return found.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
      }),
    storageSize: () => answer("read", (entries) => BigInt(usedBytes(entries))),
    storageClear: () =>
      answer("admin", (entries) => {
        requireKey("", true);
        entries.clear();
      }),
  };
}

/** The rule that a key or a prefix breaks, without repeating it. */
function faultOf(key: string): string | undefined {
  if (Buffer.byteLength(key) > KEY_BYTES_MAX) return `must not have more than ${KEY_BYTES_MAX} bytes`;
  if (/\p{Cc}/u.test(key)) return "must not have control characters";
  if (key.startsWith("\ufeff")) return "must not begin with U+FEFF";
  return key.isWellFormed() ? undefined : "must be well-formed Unicode";
}

function usedBytes(entries: Entries): number {
  let sum = 0;
  for (const [key, value] of entries) sum += Buffer.byteLength(key) + value.length;
  return sum;
}
