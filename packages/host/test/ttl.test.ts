import { ENGINES } from "@airssys/test-kit/engines";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Binding, type Grants, type Host, openHost } from "../src/index.ts";
import { bytes, guest, refusal, text } from "./guest.ts";

const GRANTS: Grants = { access: "admin", quotaBytes: 1_000_000 };
const NOT_FOUND = { tag: "key-not-found" };
const START = 1_767_225_600_000;

describe.each(ENGINES)("storage-ttl over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let host: Host;
  let binding: Binding;
  let clock: number;

  beforeEach(async () => {
    opened = engine.open();
    clock = START;
    host = await openHost({ backend: opened.backend, clock: () => clock });
    binding = host.bind("notes", GRANTS);
  });
  afterEach(() => opened.close());

  const ttl = () => guest(binding).ttl;
  const storage = () => guest(binding).storage;
  const usage = () => guest(binding).usage.storageUsage();
  const expiresAt = async (key: string) => (await guest(binding).batch.storageGetEntry(key))?.expiresAt;

  it("keeps a key until the millisecond before its instant, and hides it everywhere from then on", async () => {
    await storage().storageSet("stays", bytes("1"));
    await ttl().storageSetWithTtl("a", bytes("22"), 10n);
    const everywhere = async () => ({
      get: text(await storage().storageGet("a")),
      has: await storage().storageHas("a"),
      keys: await storage().storageKeys(undefined),
      size: await storage().storageSize(),
      usage: (await usage()).keyCount,
      many: (await guest(binding).batch.storageGetMany(["a"])).map(text),
      entry: (await guest(binding).batch.storageGetEntry("a"))?.version,
      count: await guest(binding).ranges.storageCount({}),
      lines: (await guest(binding).transfer.storageExport(undefined)).lines.split("\n").length - 1,
    });
    clock = START + 9_999;
    expect(await everywhere()).toEqual({
      get: "22",
      has: true,
      keys: ["a", "stays"],
      size: 9n,
      usage: 2n,
      many: ["22"],
      entry: 2n,
      count: 2n,
      lines: 2,
    });
    clock = START + 10_000;
    expect(await everywhere()).toEqual({
      get: undefined,
      has: false,
      keys: ["stays"],
      size: 6n,
      usage: 1n,
      many: [undefined],
      entry: undefined,
      count: 1n,
      lines: 1,
    });
    expect(await storage().storageDelete("a")).toBe(false);
  });

  it("returns the remaining seconds, rounded up, and nothing for a key that never expires", async () => {
    await ttl().storageSetWithTtl("a", bytes("1"), 10n);
    await storage().storageSet("stays", bytes("1"));
    for (const [passed, left] of [
      [0, 10n],
      [1, 10n],
      [999, 10n],
      [1_000, 9n],
      [9_000, 1n],
      [9_001, 1n],
      [9_999, 1n],
    ] as const) {
      clock = START + passed;
      expect(await ttl().storageGetTtl("a")).toBe(left);
    }
    expect(await ttl().storageGetTtl("stays")).toBeUndefined();
    clock = START + 10_000;
    expect(await refusal(ttl().storageGetTtl("a"))).toEqual(NOT_FOUND);
  });

  it("sets a later or sooner expiry, counted from now, and keeps the value", async () => {
    await ttl().storageSetWithTtl("a", bytes("1"), 10n);
    clock = START + 9_000;
    await ttl().storageExtend("a", 5n);
    expect(await expiresAt("a")).toBe(BigInt(START + 14_000));
    await ttl().storageExtend("a", 1n);
    expect(await expiresAt("a")).toBe(BigInt(START + 10_000));
    expect(text(await storage().storageGet("a"))).toBe("1");
    clock = START + 10_000;
    expect(await refusal(ttl().storageExtend("a", 5n))).toEqual(NOT_FOUND);
  });

  it("sets an expiry on a key that had none", async () => {
    await storage().storageSet("a", bytes("1"));
    await ttl().storageExtend("a", 1n);
    expect(await ttl().storageGetTtl("a")).toBe(1n);
  });

  it("removes an expiry, and returns whether there was one", async () => {
    await ttl().storageSetWithTtl("a", bytes("1"), 10n);
    expect(await ttl().storagePersist("a")).toBe(true);
    expect(await ttl().storagePersist("a")).toBe(false);
    clock = START + 10_000_000;
    expect(text(await storage().storageGet("a"))).toBe("1");
    expect(await ttl().storageGetTtl("a")).toBeUndefined();
  });

  it("finds neither an absent key nor one that has expired", async () => {
    await ttl().storageSetWithTtl("expired", bytes("1"), 1n);
    clock = START + 1_000;
    for (const key of ["absent", "expired"]) {
      expect(await refusal(ttl().storageGetTtl(key))).toEqual(NOT_FOUND);
      expect(await refusal(ttl().storageExtend(key, 10n))).toEqual(NOT_FOUND);
      expect(await refusal(ttl().storagePersist(key))).toEqual(NOT_FOUND);
    }
    expect(await usage()).toMatchObject({ usedBytes: 0n, keyCount: 0n });
  });

  it("accepts whole seconds from 1 up to the last instant that can be stored", async () => {
    await storage().storageSet("a", bytes("1"));
    const most = BigInt(Math.floor((Number.MAX_SAFE_INTEGER - START) / 1_000));
    for (const seconds of [0n, most + 1n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]) {
      const refused = { tag: "invalid-argument", val: expect.stringContaining("a ttl is a whole number of seconds") };
      expect(await refusal(ttl().storageSetWithTtl("b", bytes("1"), seconds))).toEqual(refused);
      expect(await refusal(ttl().storageExtend("a", seconds))).toEqual(refused);
    }
    await ttl().storageSetWithTtl("a", bytes("2"), most);
    expect(await ttl().storageGetTtl("a")).toBe(most);
    expect(await storage().storageHas("b")).toBe(false);
  });

  it("is removed by every way of setting a value but one", async () => {
    const gives: [string, () => Promise<unknown>, boolean][] = [
      ["set", () => storage().storageSet("a", bytes("2")), false],
      [
        "write",
        () => guest(binding).batch.storageWrite([], [{ tag: "set", val: { key: "a", value: bytes("2") } }]),
        false,
      ],
      ["import", () => guest(binding).transfer.storageImport('{"key":"a","value":"Mg=="}\n'), false],
      ["increment", () => guest(binding).batch.storageIncrement("a", 1n), true],
    ];
    for (const [name, give, isKept] of gives) {
      await ttl().storageSetWithTtl("a", bytes("1"), 10n);
      await give();
      expect([name, (await ttl().storageGetTtl("a")) !== undefined]).toEqual([name, isKept]);
      expect(text(await storage().storageGet("a"))).toBe("2");
    }
  });

  it("expires nothing within a call, whose time is fixed at its first use of storage", async () => {
    await ttl().storageSetWithTtl("a", bytes("1"), 10n);
    clock = START + 9_000;
    binding.begin();
    expect(await storage().storageHas("a")).toBe(true);
    clock = START + 11_000;
    expect(await storage().storageHas("a")).toBe(true);
    expect(await ttl().storageGetTtl("a")).toBe(1n);
    await ttl().storageSetWithTtl("b", bytes("1"), 1n);
    await ttl().storageExtend("a", 3n);
    expect(await ttl().storageGetTtl("a")).toBe(3n);
    await binding.commit();
    expect(await storage().storageHas("b")).toBe(false);
    expect(await expiresAt("a")).toBe(BigInt(START + 12_000));
  });

  it("is undone with its call", async () => {
    await ttl().storageSetWithTtl("a", bytes("1"), 10n);
    binding.begin();
    await ttl().storagePersist("a");
    expect(await ttl().storageGetTtl("a")).toBeUndefined();
    binding.rollback();
    expect(await ttl().storageGetTtl("a")).toBe(10n);
    binding.begin();
    await ttl().storageExtend("a", 99n);
    await binding.commit();
    expect(await ttl().storageGetTtl("a")).toBe(99n);
  });

  it("frees its bytes at its instant", async () => {
    binding = host.bind("notes", { ...GRANTS, quotaBytes: 10 });
    await ttl().storageSetWithTtl("a", bytes("12345678"), 1n);
    const write = () => storage().storageSet("b", bytes("12345678"));
    clock = START + 999;
    expect(await refusal(write())).toMatchObject({ tag: "quota-exceeded" });
    clock = START + 1_000;
    await write();
    expect(await usage()).toEqual({ usedBytes: 9n, quotaBytes: 10n, keyCount: 1n });
  });

  it("may be changed in a namespace that is over its quota", async () => {
    await ttl().storageSetWithTtl("a", bytes("12345678"), 10n);
    binding = host.bind("notes", { ...GRANTS, quotaBytes: 1 });
    await ttl().storageExtend("a", 20n);
    expect(await ttl().storagePersist("a")).toBe(true);
  });

  it("behaves like a Map with instants", async () => {
    const key = fc.constantFrom("a", "b", "c");
    const seconds = fc.bigInt({ min: 1n, max: 5n });
    const step = fc.oneof(
      fc.record({ type: fc.constant("set-with-ttl" as const), key, seconds }),
      fc.record({ type: fc.constant("extend" as const), key, seconds }),
      fc.record({ type: fc.constant("set" as const), key }),
      fc.record({ type: fc.constant("persist" as const), key }),
      fc.record({ type: fc.constant("delete" as const), key }),
      fc.record({ type: fc.constant("wait" as const), milliseconds: fc.integer({ min: 1, max: 3_000 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        await storage().storageClear();
        const model = new Map<string, number>();
        const isThere = (name: string) => (model.get(name) ?? 0) > clock;
        for (const each of steps) {
          if (each.type === "wait") clock += each.milliseconds;
          else if (each.type === "set") {
            await storage().storageSet(each.key, bytes("1"));
            model.set(each.key, Number.POSITIVE_INFINITY);
          } else if (each.type === "set-with-ttl") {
            await ttl().storageSetWithTtl(each.key, bytes("1"), each.seconds);
            model.set(each.key, clock + Number(each.seconds) * 1_000);
          } else if (each.type === "delete") {
            expect(await storage().storageDelete(each.key)).toBe(isThere(each.key));
            model.delete(each.key);
          } else {
            const [changed, instant] =
              each.type === "extend"
                ? [ttl().storageExtend(each.key, each.seconds), clock + Number(each.seconds) * 1_000]
                : [ttl().storagePersist(each.key), Number.POSITIVE_INFINITY];
            if (!isThere(each.key)) expect(await refusal(changed)).toEqual(NOT_FOUND);
            else {
              await changed;
              model.set(each.key, instant);
            }
          }
          const there = ["a", "b", "c"].filter(isThere);
          expect(await storage().storageKeys(undefined)).toEqual(there);
          expect(await usage()).toMatchObject({ keyCount: BigInt(there.length), usedBytes: BigInt(there.length * 2) });
        }
      }),
      { numRuns: 30 },
    );
  });
});
