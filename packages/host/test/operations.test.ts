import type { Bytes } from "@airssys/backend";
import { DEFAULT_LIMITS, StorageError } from "@airssys/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { admit } from "../src/calls/admit.ts";
import { guard } from "../src/calls/guard.ts";
import type { Operation, OperationType } from "../src/contract/operation.ts";
import type { HostFailure } from "../src/observe/host-log.ts";
import type { Answers } from "../src/operations/answers.ts";
import { oneKey, storedValue, unchecked } from "../src/operations/argument-rule.ts";
import { buildDefinition, defineOperation, noValue, type OperationRow } from "../src/operations/define-operation.ts";
import { OPERATIONS, type OperationTable } from "../src/operations/table.ts";
import { preparePermits } from "../src/policy/permits.ts";
import { answered, type Steps } from "../src/store/steps/steps.ts";

const none = new Uint8Array();
const page = { range: { start: "users/a", end: "users/b" }, walk: { reverse: false, limit: 1 }, cursor: "00" };

/** One that is fine of each type. */
const SAMPLES: { readonly [T in OperationType]: Extract<Operation, { type: T }> } = {
  get: { type: "get", key: "users/a" },
  set: { type: "set", key: "users/a", value: none },
  delete: { type: "delete", key: "users/a" },
  has: { type: "has", key: "users/a" },
  keys: { type: "keys", prefix: "users/" },
  size: { type: "size" },
  usage: { type: "usage" },
  clear: { type: "clear" },
  range: { type: "range", ...page },
  "range-keys": { type: "range-keys", ...page },
  count: { type: "count", range: { prefix: "users/" } },
  "delete-range": { type: "delete-range", range: { prefix: "users/" } },
  "get-many": { type: "get-many", keys: ["users/a", "users/b"] },
  "get-entry": { type: "get-entry", key: "users/a" },
  write: {
    type: "write",
    checks: [{ key: "users/a", version: 1 }],
    writes: [
      { type: "set", key: "users/b", value: none, ttlSeconds: undefined },
      { type: "delete", key: "users/c" },
    ],
  },
  increment: { type: "increment", key: "users/a", delta: 1n },
  "set-with-ttl": { type: "set-with-ttl", key: "users/a", value: none, ttlSeconds: 1 },
  "get-ttl": { type: "get-ttl", key: "users/a" },
  extend: { type: "extend", key: "users/a", ttlSeconds: 1 },
  persist: { type: "persist", key: "users/a" },
  export: { type: "export", cursor: "00" },
  import: { type: "import", lines: "" },
  seal: { type: "seal", keyName: "users/a", plaintext: none, associatedData: none },
  open: { type: "open", keyName: "users/a", sealed: none, associatedData: none },
  "transaction-begin": { type: "transaction-begin" },
  "transaction-commit": { type: "transaction-commit" },
  "transaction-rollback": { type: "transaction-rollback" },
  watch: { type: "watch", prefix: "users/" },
  poll: { type: "poll", watch: 1n, limit: 1 },
  unwatch: { type: "unwatch", watch: 1n },
  enter: { type: "enter" },
  leave: { type: "leave" },
};
const ALL = Object.values(SAMPLES) as Operation[];

/** Where texts and bytes are in an operation that are not keys, by their names. */
const NO_KEYS = ["type", "cursor", "lines"];
/** Names of the host's cipher keys: they obey the grammar of keys, and no pattern is about them. */
const OUTSIDE_OF_PATTERNS = [...NO_KEYS, "keyName"];

/** The operation, once for each of its texts or bytes, with something else in its place. */
function altered(operation: Operation, alter: (value: unknown, name: string) => unknown): Operation[] {
  const variants: Operation[] = [];
  const visit = (value: unknown, name: string, rebuild: (part: unknown) => unknown): void => {
    const other = alter(value, name);
    if (other !== undefined) variants.push(rebuild(other) as Operation);
    else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array))
      for (const [each, part] of Object.entries(value)) {
        const inside = (next: unknown) =>
          Array.isArray(value) ? value.with(Number(each), next) : { ...value, [each]: next };
        visit(part, Array.isArray(value) ? name : each, (next) => rebuild(inside(next)));
      }
  };
  visit(operation, "", (part) => part);
  return variants;
}

const textInPlace = (text: string, exempt: readonly string[]) => (value: unknown, name: string) =>
  typeof value === "string" && !exempt.includes(name) && !["set", "delete"].includes(value) ? text : undefined;

function refusal(operation: Operation, keys?: readonly string[]): string {
  const permits = preparePermits({ access: "admin", quotaBytes: 0, ...(keys && { keys }) }, 256);
  try {
    admit(operation, { namespace: "component:notes", permits, limits: { ...DEFAULT_LIMITS, valueBytesMax: 8 } });
  } catch (error) {
    return error instanceof StorageError ? error.code : String(error);
  }
  return "admitted";
}

describe("every operation", () => {
  it.each(ALL)("is admitted if it is valid: $type", (operation) => {
    expect(refusal(operation)).toBe("admitted");
  });

  it("is refused for an invalid key at any place in it", () => {
    const variants = ALL.flatMap((operation) => altered(operation, textInPlace("a\nb", NO_KEYS)));
    expect(variants).toHaveLength(25);
    for (const variant of variants) expect([variant, refusal(variant)]).toEqual([variant, "invalid-key"]);
  });

  it("is denied for a key outside of the patterns at any place in it", () => {
    const bounds = ["start", "end"]; // one of them alone does not widen what they have in common
    const exempt = [...OUTSIDE_OF_PATTERNS, ...bounds];
    const variants = ALL.flatMap((operation) => altered(operation, textInPlace("secret", exempt)));
    expect(variants.length).toBeGreaterThan(18);
    for (const variant of variants)
      expect([variant, refusal(variant, ["users/*"])]).toEqual([variant, "permission-denied"]);
    for (const start of ["secret", "users", ""]) {
      const range = { type: "count", range: { start: `${start}0`, end: "users/b" } } as const;
      expect(refusal(range, ["users/*"])).toBe("permission-denied");
    }
  });

  it("is refused for a value that is too large at any place in it", () => {
    const large = (value: unknown) => (value instanceof Uint8Array ? new Uint8Array(100) : undefined);
    const variants = ALL.flatMap((operation) => altered(operation, large));
    expect(variants).toHaveLength(7);
    for (const variant of variants) expect([variant.type, refusal(variant)]).toEqual([variant.type, "value-too-large"]);
  });

  it("on the whole namespace is denied under any pattern except '*'", () => {
    for (const type of ["clear", "export", "import"] as const)
      expect([type, refusal(SAMPLES[type], ["users/*"])]).toEqual([type, "permission-denied"]);
  });
});

describe("an operation that is not defined", () => {
  it("is neither admitted nor performed, whatever its name, and the host logs why", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom("rename", "constructor", "__proto__", "toString")), (type) => {
        fc.pre(!Object.hasOwn(SAMPLES, type));
        const operation = { type, from: "users/a", to: "\0namespace", key: "users/a" } as unknown as Operation;
        const log: HostFailure[] = [];
        const rules = {
          namespace: "component:notes",
          permits: preparePermits({ access: "admin", quotaBytes: 1e9 }, 256),
        };
        const guarded = {
          ...rules,
          limits: DEFAULT_LIMITS,
          componentId: "notes",
          log: (failure: HostFailure) => void log.push(failure),
          reporter: undefined,
        };
        const steps = guard(operation, guarded, () => {
          throw new Error("it was done");
        });
        expect(steps.next()).toMatchObject({ done: true, value: { tag: "err", val: { tag: "internal-error" } } });
        expect(String(log[0]?.cause)).toContain("no operation is called");
      }),
    );
  });
});

// What follows is proved by the compiler: each of these would be an unused expectation of an error if it let something
// pass.

interface Rename {
  readonly type: "rename";
  readonly from: string;
  readonly to: string;
  readonly content: Bytes;
}

const ROW = {
  need: "write",
  isWrite: true,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  bytesRead: noValue,
  *perform(): Steps<boolean> {
    yield* answered(undefined);
    return true;
  },
} as const;

type Arguments = OperationRow<Rename, boolean>["arguments"];
const FINE: Arguments = { from: oneKey, to: oneKey, content: storedValue };

describe("a new operation", () => {
  it("can be defined if its definition is complete", () => {
    const rename: OperationRow<Rename, boolean> = { ...ROW, arguments: FINE };
    const operation: Rename = { type: "rename", from: "a", to: "a\nb", content: none };
    expect(() => buildDefinition(rename).requireArguments(operation, DEFAULT_LIMITS)).toThrow("control characters");
    expect(buildDefinition(rename).reached(operation)).toEqual([
      { type: "key", key: "a" },
      { type: "key", key: "a\nb" },
    ]);
    expect(buildDefinition(rename).bytesToWrite(operation)).toBe(0);
  });

  it("does not compile with an argument without a rule, or with a rule for another type", () => {
    // @ts-expect-error nothing is said of its content
    const unsaid: Arguments = { from: oneKey, to: oneKey };
    // @ts-expect-error bytes are no key
    const mistaken: Arguments = { ...FINE, content: oneKey };
    // @ts-expect-error there is no such argument
    const unknown: Arguments = { from: oneKey, to: oneKey, content: storedValue, key: oneKey };
    const { need: _need, ...rest } = ROW;
    // @ts-expect-error it does not say what it needs
    const free: OperationRow<Rename, boolean> = { ...rest, arguments: FINE };
    expect([unsaid, mistaken, unknown, free]).toHaveLength(4);
  });

  it("does not compile as a type of operation without a definition or an answer", () => {
    // @ts-expect-error the table has no definition of it
    OPERATIONS satisfies OperationTable<Operation | Rename, Answers & { rename: boolean }>;
    // @ts-expect-error nothing says what it answers
    type Unanswered = OperationTable<Operation | Rename, Answers>;
    // @ts-expect-error the definition of another operation
    ({ ...OPERATIONS, get: OPERATIONS.set }) satisfies OperationTable<Operation, Answers>;
    // @ts-expect-error there is no such operation
    const define = () => defineOperation<"rename">({ ...ROW, arguments: { from: unchecked("whatever it is") } });
    const unanswered: Unanswered | undefined = undefined;
    expect([define, unanswered]).toHaveLength(2);
  });
});
