import { ENGINES } from "@airssys/test-kit/engines";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Binding, type Grants, type Host, openHost } from "../src/index.ts";
import { bytes, guest, refusal, text } from "./guest.ts";

const GRANTS: Grants = { access: "read-write", quotaBytes: 1_000_000 };
const CONFLICT = { tag: "conflict" };
const TOO_MANY = { tag: "limit-exceeded", val: "a batch has at most 100 items, got 101" };

const set = (key: string, value = "", ttlSeconds?: bigint) => ({
  tag: "set" as const,
  val: { key, value: bytes(value), ...(ttlSeconds !== undefined && { ttlSeconds }) },
});
const remove = (key: string) => ({ tag: "delete" as const, val: key });
const absent = (key: string) => ({ key });
const keysOf = (count: number) => Array.from({ length: count }, (_, index) => `key-${index}`);

describe.each(ENGINES)("over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let host: Host;
  let binding: Binding;
  let clock: number;

  beforeEach(async () => {
    opened = engine.open();
    clock = 1_000_000;
    host = await openHost({ backend: opened.backend, clock: () => clock });
    binding = host.bind("notes", GRANTS);
  });
  afterEach(() => opened.close());

  const batch = () => guest(binding).batch;
  const storage = () => guest(binding).storage;
  const get = async (key: string) => text(await storage().storageGet(key));
  const versionOf = async (key: string) => (await batch().storageGetEntry(key))?.version;

  describe("storage-get-many", () => {
    it("returns values in the order of their keys, also for a repeated key", async () => {
      await batch().storageWrite([], [set("a", "1"), set("b", ""), set("\u{1f600}", "3")]);
      const keys = ["b", "absent", "a", "\u{1f600}", "a", "absent"];
      expect((await batch().storageGetMany(keys)).map(text)).toEqual(["", undefined, "1", "3", "1", undefined]);
    });

    it("takes 0 to 100 keys", async () => {
      expect(await batch().storageGetMany([])).toEqual([]);
      await batch().storageWrite(
        [],
        keysOf(100).map((key) => set(key, key)),
      );
      expect((await batch().storageGetMany(keysOf(100))).map(text)).toEqual(keysOf(100));
      expect(await refusal(batch().storageGetMany(keysOf(101)))).toEqual(TOO_MANY);
      expect(await refusal(batch().storageGetMany(new Array(101).fill("\0")))).toEqual(TOO_MANY);
    });

    it("sees the writes of the call, and no expired keys", async () => {
      await batch().storageWrite([], [set("a", "1"), set("b", "2"), set("c", "3", 1n)]);
      clock += 1_000;
      binding.begin();
      await storage().storageSet("a", bytes("new"));
      await storage().storageDelete("b");
      expect((await batch().storageGetMany(["a", "b", "c", "a"])).map(text)).toEqual([
        "new",
        undefined,
        undefined,
        "new",
      ]);
      binding.rollback();
    });

    it("returns separate bytes for each key", async () => {
      await batch().storageWrite([], [set("a", "1"), set("b", "2")]);
      const values = await batch().storageGetMany(["a", "b", "a"]);
      for (const value of values) expect(value?.buffer.byteLength).toBe(1);
      values[0]?.fill(0);
      expect(values.map(text)).toEqual(["\0", "2", "1"]);
      expect(await get("a")).toBe("1");
    });

    it("refuses the whole batch for one invalid key", async () => {
      expect(await refusal(batch().storageGetMany(["a", "a\n"]))).toMatchObject({ tag: "invalid-key" });
    });
  });

  describe("storage-get-entry", () => {
    it("returns the value with its version, and its expiry if it has one", async () => {
      await batch().storageWrite([], [set("a", "1"), set("b", "2", 10n)]);
      const [a, b] = [await batch().storageGetEntry("a"), await batch().storageGetEntry("b")];
      expect(a).toEqual({ value: bytes("1"), version: 1n });
      expect(b).toEqual({ value: bytes("2"), version: 1n, expiresAt: 1_010_000n });
      expect(a?.value.buffer.byteLength).toBe(1);
      expect(await batch().storageGetEntry("c")).toBeUndefined();
      clock += 10_000;
      expect(await batch().storageGetEntry("b")).toBeUndefined();
    });

    it("gives the call's own writes the version that their commit will have", async () => {
      await storage().storageSet("a", bytes("1"));
      binding.begin();
      await storage().storageSet("b", bytes("2"));
      expect(await versionOf("a")).toBe(1n);
      expect(await versionOf("b")).toBe(2n);
      await storage().storageSet("a", bytes("3"));
      expect(await versionOf("a")).toBe(2n);
      await binding.commit();
      expect([await versionOf("a"), await versionOf("b")]).toEqual([2n, 2n]);
    });

    it("distinguishes a value that was set again from the earlier one, by its version", async () => {
      await storage().storageSet("a", bytes("1"));
      const before = await versionOf("a");
      await storage().storageDelete("a");
      await storage().storageSet("a", bytes("1"));
      expect(await versionOf("a")).not.toBe(before);
    });
  });

  describe("storage-write", () => {
    it("applies all writes and returns their version", async () => {
      await storage().storageSet("old", bytes("1"));
      expect(await batch().storageWrite([], [set("a", "1"), remove("old"), remove("absent"), set("b", "2")])).toBe(2n);
      expect([await get("a"), await get("old"), await get("b")]).toEqual(["1", undefined, "2"]);
      expect([await versionOf("a"), await versionOf("b")]).toEqual([2n, 2n]);
    });

    it("keeps the last of several writes to one key", async () => {
      await batch().storageWrite(
        [],
        [set("a", "1"), set("a", "2"), set("b", "1"), remove("b"), remove("c"), set("c", "3")],
      );
      expect([await get("a"), await get("b"), await get("c")]).toEqual(["2", undefined, "3"]);
      expect((await binding.usage()).keyCount).toBe(2);
    });

    it("writes nothing if one of many checks fails", async () => {
      const version = await batch().storageWrite([], [set("a", "1")]);
      const writes = [set("a", "2"), set("b", "2")];
      for (const checks of [
        [{ key: "a", version: version + 1n }],
        [absent("a")],
        [{ key: "b", version }],
        [{ key: "a", version }, absent("b"), { key: "c", version: 0n }],
        [{ key: "a", version: 2n ** 64n - 1n }],
      ]) {
        expect(await refusal(batch().storageWrite(checks, writes))).toEqual(CONFLICT);
        expect(await refusal(batch().storageWrite(checks, []))).toEqual(CONFLICT);
      }
      expect([await get("a"), await get("b")]).toEqual(["1", undefined]);
      expect(await batch().storageWrite([{ key: "a", version }, absent("b"), absent("b")], writes)).toBe(2n);
    });

    it("evaluates all checks before the first write", async () => {
      expect(await batch().storageWrite([absent("a")], [set("a", "1")])).toBe(1n);
      const checks = [{ key: "a", version: 1n }];
      expect(await batch().storageWrite(checks, [remove("a"), set("b", "1")])).toBe(2n);
      expect(await refusal(batch().storageWrite([absent("b")], [remove("b")]))).toEqual(CONFLICT);
    });

    it("treats an expired key as absent", async () => {
      await batch().storageWrite([], [set("a", "1", 1n)]);
      clock += 999;
      expect(await refusal(batch().storageWrite([absent("a")], []))).toEqual(CONFLICT);
      clock += 1;
      expect(await batch().storageWrite([absent("a")], [set("b", "1")])).toBe(2n);
    });

    it("without writes only checks, and returns the newest version", async () => {
      expect(await batch().storageWrite([], [])).toBe(0n);
      await storage().storageSet("a", bytes("1"));
      expect(await batch().storageWrite([{ key: "a", version: 1n }], [])).toBe(1n);
      expect(await batch().storageWrite([], [remove("absent")])).toBe(1n);
      binding.begin();
      await storage().storageSet("a", bytes("2"));
      expect(await batch().storageWrite([], [])).toBe(2n);
      await binding.commit();
      expect(await versionOf("a")).toBe(2n);
    });

    it("checks see the call's own writes", async () => {
      binding.begin();
      const version = await batch().storageWrite([absent("a")], [set("a", "1")]);
      expect(await batch().storageWrite([{ key: "a", version }], [set("a", "2"), set("b", "2")])).toBe(version);
      expect(await refusal(batch().storageWrite([absent("a")], [set("c", "3")]))).toEqual(CONFLICT);
      await binding.commit();
      expect([await get("a"), await get("b"), await get("c")]).toEqual(["2", "2", undefined]);
      expect(await versionOf("a")).toBe(version);
    });

    it("keeps the call's earlier writes when it is refused", async () => {
      binding = host.bind("notes", { ...GRANTS, quotaBytes: 20 });
      binding.begin();
      await storage().storageSet("a", bytes("1"));
      const writes = [set("a", "2"), set("b", "3"), remove("a"), set("c", "x".repeat(30))];
      expect(await refusal(batch().storageWrite([], writes))).toMatchObject({ tag: "quota-exceeded" });
      expect([await get("a"), await get("b"), await get("c")]).toEqual(["1", undefined, undefined]);
      expect(await storage().storageSize()).toBe(2n);
      await binding.commit();
      expect((await binding.usage()).usedBytes).toBe(2);
    });

    it("writes nothing if the last of many writes exceeds the quota", async () => {
      binding = host.bind("notes", { ...GRANTS, quotaBytes: 1_000 });
      await storage().storageSet("key-0", bytes("before"));
      const writes = [...keysOf(99).map((key) => set(key, "1")), set("last", "x".repeat(400))];
      expect(await refusal(batch().storageWrite([], writes))).toMatchObject({ tag: "quota-exceeded" });
      expect(await get("key-0")).toBe("before");
      expect(await binding.usage()).toMatchObject({ keyCount: 1, usedBytes: 11 });
      expect(await batch().storageWrite([], writes.slice(0, 99))).toBe(2n);
    });

    it("may use quota that its own deletes free", async () => {
      binding = host.bind("notes", { ...GRANTS, quotaBytes: 10 });
      await storage().storageSet("a", bytes("12345"));
      const [giving, taking] = [remove("a"), set("b", "123456789")];
      expect(await refusal(batch().storageWrite([], [taking, giving]))).toMatchObject({ tag: "quota-exceeded" });
      expect(await batch().storageWrite([], [giving, taking])).toBe(2n);
    });

    it("takes up to 100 checks and 100 writes", async () => {
      const keys = keysOf(101);
      const checks = keys.slice(1).map(absent);
      const writes = keys.slice(1).map((key) => set(key));
      expect(await refusal(batch().storageWrite(keys.map(absent), []))).toEqual(TOO_MANY);
      expect(await refusal(batch().storageWrite([], keys.map(remove)))).toEqual(TOO_MANY);
      expect(await batch().storageWrite(checks, writes)).toBe(1n);
    });

    it("takes as many items as the host's limit allows", async () => {
      host = await openHost({ backend: opened.backend, limits: { batchItemsMax: 2 } });
      binding = host.bind("notes", GRANTS);
      expect(await batch().storageWrite([], [set("a"), set("b")])).toBe(1n);
      expect(await refusal(batch().storageWrite([], [set("a"), set("b"), set("c")]))).toMatchObject({
        tag: "limit-exceeded",
      });
    });

    it("refuses the whole batch for one invalid key, value or ttl", async () => {
      const good = set("a", "1");
      const refused = async (...writes: Parameters<ReturnType<typeof batch>["storageWrite"]>[1]) =>
        (await refusal(batch().storageWrite([], [good, ...writes]))).tag;
      expect(await refused(set("", "1"))).toBe("invalid-key");
      expect(await refused(remove("\0"))).toBe("invalid-key");
      expect(await refused(set("b", "x".repeat(1_048_577)))).toBe("value-too-large");
      expect(await refused(set("b", "", 0n))).toBe("invalid-argument");
      expect(await refused(set("b", "", 2n ** 64n - 1n))).toBe("invalid-argument");
      expect((await refusal(batch().storageWrite([{ key: "\0" }], [good]))).tag).toBe("invalid-key");
      expect(await get("a")).toBeUndefined();
    });

    it("is denied as a whole if the grant does not cover one key of its writes or checks", async () => {
      binding = host.bind("notes", { ...GRANTS, keys: ["a", "b/*"] });
      const denied = { tag: "permission-denied", val: "storage:component:notes:keys:c" };
      expect(await refusal(batch().storageWrite([], [set("a"), remove("c")]))).toEqual(denied);
      expect(await refusal(batch().storageWrite([absent("b/1"), absent("c")], [set("a")]))).toEqual(denied);
      expect(await refusal(batch().storageGetMany(["a", "c"]))).toEqual(denied);
      expect(await batch().storageWrite([absent("a")], [set("b/1")])).toBe(1n);
    });

    it("commits only one of many batches that check the same version", async () => {
      await storage().storageSet("a", bytes("0"));
      const checks = [{ key: "a", version: 1n }];
      const tries = keysOf(8).map(async (_key, index) => {
        const each = guest(host.bind("notes", GRANTS)).batch.storageWrite(checks, [set("a", String(index))]);
        return each.then(
          () => "won",
          () => "lost",
        );
      });
      expect((await Promise.all(tries)).filter((each) => each === "won")).toHaveLength(1);
      expect(await versionOf("a")).toBe(2n);
    });
  });

  describe("versions", () => {
    it("returned by calls are the ones read afterwards, also for overlapping calls", async () => {
      const bindings = keysOf(8).map(() => host.bind("notes", GRANTS));
      const answered = await Promise.all(
        bindings.map((each, index) =>
          each.call(async () => {
            const version = await guest(each).batch.storageWrite([], [set(`key-${index}`, "1")]);
            return [`key-${index}`, version] as const;
          }),
        ),
      );
      for (const [key, version] of answered) expect(await versionOf(key)).toBe(version);
      expect(new Set(answered.map(([, version]) => version)).size).toBe(8);
    });
  });

  describe("storage-increment", () => {
    const increment = (key: string, delta: bigint) => batch().storageIncrement(key, delta);
    const NO_COUNTER = {
      tag: "invalid-argument",
      val: "the value of the key is not a counter: expected a whole number of 64 bits in decimal digits",
    };

    it("counts an absent key from 0, and stores the number as JSON", async () => {
      expect(await increment("a", 41n)).toBe(41n);
      expect(await increment("a", 1n)).toBe(42n);
      expect(JSON.parse((await get("a")) ?? "")).toBe(42);
      expect(await increment("a", -42n)).toBe(0n);
      expect(await get("a")).toBe("0");
      expect(await increment("a", -7n)).toBe(-7n);
      expect(await get("a")).toBe("-7");
      expect(await increment("b", 0n)).toBe(0n);
      expect(await get("b")).toBe("0");
    });

    it("continues from a number written as JSON", async () => {
      for (const number of [0, 7, -7, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
        await storage().storageSet("a", bytes(JSON.stringify(number)));
        expect(await increment("a", 1n)).toBe(BigInt(number) + 1n);
      }
    });

    it("holds 64 bits, and refuses overflow in both directions", async () => {
      const [min, max] = [-(2n ** 63n), 2n ** 63n - 1n];
      expect(await increment("a", max)).toBe(max);
      expect(await refusal(increment("a", 1n))).toMatchObject({ tag: "invalid-argument" });
      expect(await refusal(increment("a", max))).toMatchObject({ tag: "invalid-argument" });
      expect(await get("a")).toBe("9223372036854775807");
      expect(await increment("a", min)).toBe(-1n);
      expect(await increment("b", min)).toBe(min);
      expect(await refusal(increment("b", -1n))).toMatchObject({ tag: "invalid-argument" });
      expect(await refusal(increment("b", min))).toMatchObject({ tag: "invalid-argument" });
      expect(await get("b")).toBe("-9223372036854775808");
      expect(await increment("b", max)).toBe(-1n);
    });

    it.each([
      ["1.5"],
      ["1.0"],
      ["1e3"],
      [" 1"],
      ["1 "],
      ["1\n"],
      ["+1"],
      ["01"],
      ["00"],
      ["-0"],
      ["-"],
      ["--1"],
      [""],
      ["0x1"],
      ["1n"],
      ["١"],
      ["\u{feff}1"],
      ['"1"'],
      ["null"],
      ["12345678901234567890"],
      ["9223372036854775808"],
      ["-9223372036854775809"],
      [`1${"0".repeat(40)}`],
      [`1${" ".repeat(100_000)}`],
    ])("refuses to count on from %j, and leaves it as it is", async (value) => {
      await storage().storageSet("a", bytes(value));
      expect(await refusal(increment("a", 1n))).toEqual(NO_COUNTER);
      expect(await get("a")).toBe(text(bytes(value)));
      expect(await versionOf("a")).toBe(1n);
    });

    it("refuses bytes that are not text", async () => {
      for (const value of [[0xff], [0x31, 0x80], [0xb1], [0x31, 0x00], [0xef, 0xbb, 0xbf, 0x31]]) {
        await storage().storageSet("a", Uint8Array.from(value));
        expect(await refusal(increment("a", 1n))).toEqual(NO_COUNTER);
      }
    });

    it("keeps the expiry, and counts an expired key from 0 without one", async () => {
      await batch().storageWrite([], [set("a", "5", 10n)]);
      expect(await increment("a", 1n)).toBe(6n);
      expect((await batch().storageGetEntry("a"))?.expiresAt).toBe(1_010_000n);
      clock += 10_000;
      expect(await increment("a", 1n)).toBe(1n);
      expect(await batch().storageGetEntry("a")).toEqual({ value: bytes("1"), version: 3n });
    });

    it("counts against the quota, and is undone with its call", async () => {
      binding = host.bind("notes", { ...GRANTS, quotaBytes: 2 });
      expect(await increment("a", 9n)).toBe(9n);
      expect(await refusal(increment("a", 1n))).toEqual({
        tag: "quota-exceeded",
        val: { used: 2n, quota: 2n, requested: 1n },
      });
      binding.begin();
      expect(await increment("a", -1n)).toBe(8n);
      binding.rollback();
      expect(await get("a")).toBe("9");
    });

    it("loses no increment when many count at once", async () => {
      const counting = keysOf(20).map(() => guest(host.bind("notes", GRANTS)).batch.storageIncrement("a", 1n));
      const answers = await Promise.all(counting);
      expect(new Set(answers).size).toBe(20);
      expect(await get("a")).toBe("20");
    });

    it("behaves like a BigInt", async () => {
      const s64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
      const delta = fc.oneof(s64, fc.bigInt({ min: -10n, max: 10n }));
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(delta, { maxLength: 8 }), fc.boolean(), async (deltas, isInCall) => {
          run++;
          let expected = 0n;
          if (isInCall) binding.begin();
          for (const each of deltas) {
            const next = expected + each;
            const answer = increment(`run-${run}`, each);
            if (next === BigInt.asIntN(64, next)) {
              expect(await answer).toBe(next);
              expected = next;
            } else expect(await refusal(answer)).toMatchObject({ tag: "invalid-argument" });
          }
          if (isInCall) await binding.commit();
          const isThere = deltas.some((each) => each === BigInt.asIntN(64, each));
          if (isThere) expect(await get(`run-${run}`)).toBe(expected.toString());
        }),
        { numRuns: 25 },
      );
    });
  });
});

describe("any batches", () => {
  const key = fc.constantFrom("a", "b", "c", "é", "\u{1f600}");
  const write = fc.oneof(
    fc.tuple(key, fc.string({ maxLength: 12 })).map(([name, value]) => set(name, value)),
    key.map(remove),
  );
  /** A check that holds, or one that does not. */
  const check = fc.record({ key, isRight: fc.boolean() });
  const step = fc.record({
    checks: fc.array(check, { maxLength: 2 }),
    writes: fc.array(write, { maxLength: 6 }),
    isInCall: fc.boolean(),
    isKept: fc.boolean(),
  });
  const QUOTA = 40;

  it.each(ENGINES)("behave like a Map, over $name", async (engine) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        const opened = engine.open();
        const host = await openHost({ backend: opened.backend });
        const binding = host.bind("notes", { ...GRANTS, quotaBytes: QUOTA });
        const { batch, usage } = guest(binding);
        let model = new Map<string, { value: string; version: bigint }>();
        let version = 0n;
        for (const { checks, writes, isInCall, isKept } of steps) {
          if (isInCall) binding.begin();
          const given = checks.map(({ key: name, isRight }) => {
            const found = model.get(name)?.version;
            const claimed = isRight ? found : (found ?? 0n) + 1n;
            return claimed === undefined ? { key: name } : { key: name, version: claimed };
          });
          const { next, fits } = written(model, writes, version + 1n);
          const answer = batch.storageWrite(given, writes);
          if (checks.some(({ isRight }) => !isRight)) expect(await refusal(answer)).toEqual(CONFLICT);
          else if (!fits) expect(await refusal(answer)).toMatchObject({ tag: "quota-exceeded" });
          else {
            const answered = await answer;
            const isChanged = [...next.values()].some((each) => each.version > version) || next.size < model.size;
            expect(answered).toBe(isChanged ? version + 1n : version);
            if (!isInCall || isKept) [model, version] = [next, answered];
          }
          if (isInCall && isKept) await binding.commit();
          if (isInCall && !isKept) binding.rollback();
          for (const [name, { value, version: since }] of model) {
            expect(await batch.storageGetEntry(name)).toEqual({ value: bytes(value), version: since });
          }
          const used = [...model].reduce((sum, [name, { value }]) => sum + bytes(name + value).length, 0);
          expect(await usage.storageUsage()).toMatchObject({ keyCount: BigInt(model.size), usedBytes: BigInt(used) });
        }
        opened.close();
      }),
      { numRuns: 40 },
    );
  });

  type Model = Map<string, { value: string; version: bigint }>;

  function written(
    model: Model,
    writes: readonly (ReturnType<typeof set> | ReturnType<typeof remove>)[],
    version: bigint,
  ) {
    const next: Model = new Map(model);
    const used = () => [...next].reduce((sum, [name, { value }]) => sum + bytes(name + value).length, 0);
    for (const each of writes) {
      const before = used();
      if (each.tag === "delete") next.delete(each.val);
      else next.set(each.val.key, { value: text(each.val.value) ?? "", version });
      if (used() > before && used() > QUOTA) return { next: model, fits: false };
    }
    return { next, fits: true };
  }
});
