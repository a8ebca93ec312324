import { bytesOf, type Contents, type Namespace } from "./namespace.ts";

/** What a component may do. Patterns are keys, or prefixes and a `*`. */
export interface Grants {
  readonly access: "none" | "read-only" | "read-write" | "admin";
  readonly quotaBytes: number;
  readonly keys?: readonly string[] | undefined;
}

const LEVELS = { none: 0, "read-only": 1, "read-write": 2, read: 1, write: 2, admin: 3 };
type Level = "read" | "write" | "admin";
const KEY_BYTES_MAX = 256;
const VALUE_BYTES_MAX = 1_048_576;
const CALL_BYTES_MAX = 268_435_456;
const CALL_KEYS_MAX = 10_000;
const KEYS_PER_ANSWER_MAX = 10_000;

/** Thrown as an error of the contract, on its way to the component. */
const refusal = (tag: string, val: unknown) => Object.assign(new Error(tag), { refusal: { tag, val } });

/** `airssys:wasm/storage` for one component. */
export function storageOf(namespace: Namespace, id: string, { access, quotaBytes, keys: patterns }: Grants) {
  const denied = (missing: string) => refusal("permission-denied", `storage:component:${id}:${missing}`);

  /** The answer of a function: its value, or the error that a rule or the work itself throws. */
  const answer = (level: Level, rule: (() => void) | undefined, work: (pending: Contents) => unknown) => {
    const { pending } = namespace; // outside of a call this throws, which ends the component
    try {
      if (LEVELS[access] < LEVELS[level]) throw denied(level);
      rule?.();
      return { tag: "ok", val: work(pending) };
    } catch (error) {
      if (error instanceof Error && "refusal" in error) return { tag: "err", val: error.refusal };
      console.error(error); // of failures of the host a component learns nothing
      return { tag: "err", val: { tag: "internal-error", val: "see the log of the host" } };
    }
  };
  const granted = (key: string, isPrefix?: boolean) => () => {
    const fault = key === "" && !isPrefix ? "must not be empty" : faultOf(key);
    if (fault !== undefined) throw refusal("invalid-key", fault);
    const starts = (pattern: string) => pattern.endsWith("*") && key.startsWith(pattern.slice(0, -1));
    if (patterns?.some((pattern) => starts(pattern) || (pattern === key && !isPrefix)) === false)
      throw denied(`keys:${(isPrefix ? `${key}*` : key).replace(/\*.*$/s, "*")}`);
  };

  /** Counts keys that are about to be changed: each of them once. */
  const change = (pending: Contents, keys: Iterable<string>) => {
    const added = [...keys].filter((key) => !pending.changed.has(key));
    if (pending.changed.size + added.length > CALL_KEYS_MAX) throw refusal("limit-exceeded", `${CALL_KEYS_MAX} keys`);
    for (const key of added) pending.changed.add(key);
  };

  return {
    storageGet: (key: string) => answer("read", granted(key), ({ entries }) => entries.get(key)),
    storageHas: (key: string) => answer("read", granted(key), ({ entries }) => entries.has(key)),
    storageDelete: (key: string) =>
      answer("write", granted(key), (pending) => {
        if (!pending.entries.has(key)) return false;
        change(pending, [key]);
        pending.usedBytes -= bytesOf(key, pending.entries.get(key));
        return pending.entries.delete(key);
      }),
    storageSet: (key: string, value: Uint8Array) =>
      answer("write", granted(key), (pending) => {
        if (value.length > VALUE_BYTES_MAX) throw refusal("value-too-large", BigInt(VALUE_BYTES_MAX));
        pending.writtenBytes += value.length;
        if (pending.writtenBytes > CALL_BYTES_MAX) throw refusal("limit-exceeded", `${CALL_BYTES_MAX} bytes a call`);
        const added = bytesOf(key, value) - bytesOf(key, pending.entries.get(key));
        const details = { used: BigInt(pending.usedBytes), quota: BigInt(quotaBytes), requested: BigInt(added) };
        // What adds nothing is never refused.
        if (added > 0 && pending.usedBytes + added > quotaBytes) throw refusal("quota-exceeded", details);
        change(pending, [key]);
        pending.entries.set(key, value);
        pending.usedBytes += added;
      }),
    storageKeys: (prefix = "") =>
      answer("read", granted(prefix, true), ({ entries }) => {
        const found = [...entries.keys()].filter((key) => key.startsWith(prefix));
        if (found.length > KEYS_PER_ANSWER_MAX) throw refusal("limit-exceeded", `${KEYS_PER_ANSWER_MAX} keys`);
        // The order of the bytes of UTF-8 is not the one in which JavaScript compares texts.
        return found.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
      }),
    storageSize: () => answer("read", undefined, ({ usedBytes }) => BigInt(usedBytes)),
    storageClear: () =>
      answer("admin", granted("", true), (pending) => {
        change(pending, pending.entries.keys());
        pending.entries.clear();
        pending.usedBytes = 0;
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
