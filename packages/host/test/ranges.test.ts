import { type Backend, type Mode, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openLmdb } from "@airssys/backend-lmdb";
import { ENGINES } from "@airssys/test-kit/engines";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Binding, type Grants, type Host, openHost } from "../src/index.ts";
import { bytes, guest, refusal, text } from "./guest.ts";

const ADMIN: Grants = { access: "admin", quotaBytes: 100_000_000, namespaces: { "app:news": { access: "admin" } } };
/** The bounds that the contract has. */
interface GuestRange {
  prefix?: string;
  start?: string;
  end?: string;
}

const EVERYTHING: GuestRange = {};
const FORWARD = { reverse: false };
const BACKWARD = { reverse: true };
const NOT_GIVEN_OUT = { tag: "invalid-argument", val: "the cursor was not given out for this range" };

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

async function setAll(binding: Binding, keys: Iterable<string>, value: (key: string) => Uint8Array = bytes) {
  binding.begin();
  for (const key of keys) await guest(binding).storage.storageSet(key, value(key));
  await binding.commit();
}

/** All keys of a walk, page by page. */
async function walked(binding: Binding, range: GuestRange, walk: { reverse: boolean; limit?: number }) {
  const keys: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await guest(binding).ranges.storageRangeKeys(range, walk, cursor);
    keys.push(...page.keys);
    if (page.cursor === undefined) return keys;
    expect(page.keys.length).toBeGreaterThan(0);
    cursor = page.cursor;
  }
}

describe.each(ENGINES)("ranges over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let host: Host;
  let binding: Binding;
  let clock: number;

  beforeEach(async () => {
    opened = engine.open();
    clock = 1_000_000;
    host = await openHost({ backend: opened.backend, clock: () => clock });
    binding = host.bind("notes", ADMIN);
  });
  afterEach(() => opened.close());

  const bound = (grants: Partial<Grants> = {}, id = "notes") => guest(host.bind(id, { ...ADMIN, ...grants }));

  it("are in the byte order of their keys, or in reverse", async () => {
    const keys = ["a", "a\u{10ffff}", "a\u{1f600}", "ab", "a�", "b", "é", "\u{e000}", "\u{ffff}", "\u{1f600}"];
    await setAll(binding, keys);
    const sorted = [...keys].sort(byBytes);
    expect(await walked(binding, EVERYTHING, FORWARD)).toEqual(sorted);
    expect(await walked(binding, EVERYTHING, BACKWARD)).toEqual(sorted.toReversed());
    expect(await walked(binding, { start: "\u{ffff}" }, FORWARD)).toEqual(["\u{ffff}", "\u{1f600}"]);
    expect(await walked(binding, { end: "\u{e000}", start: "b" }, BACKWARD)).toEqual(["é", "b"]);
  });

  it("contain values, and the writes of the same call", async () => {
    await setAll(binding, ["a", "b", "c"]);
    const { ranges, storage } = guest(binding);
    binding.begin();
    await storage.storageSet("b", bytes("new"));
    await storage.storageDelete("c");
    await storage.storageSet("d", new Uint8Array(0));
    const { entries, cursor } = await ranges.storageRange(EVERYTHING, FORWARD, undefined);
    expect(entries.map(({ key, value }) => [key, text(value)])).toEqual([
      ["a", "a"],
      ["b", "new"],
      ["d", ""],
    ]);
    expect(cursor).toBeUndefined();
    expect(await ranges.storageCount({ start: "b" })).toBe(2n);
    binding.rollback();
    expect(await walked(binding, EVERYTHING, FORWARD)).toEqual(["a", "b", "c"]);
  });

  it.each<[string, GuestRange, string[]]>([
    ["a prefix", { prefix: "a/" }, ["a/", "a/1", "a/2"]],
    ["an empty prefix", { prefix: "" }, ["a", "a/", "a/1", "a/2", "b"]],
    ["a start, which is in it", { start: "a/1" }, ["a/1", "a/2", "b"]],
    ["an end, which is not in it", { end: "a/1" }, ["a", "a/"]],
    ["all of them together", { prefix: "a/", start: "a/1", end: "b" }, ["a/1", "a/2"]],
    ["a prefix that lies before the start", { prefix: "a/", start: "b" }, []],
    ["a start that is the end", { start: "a/1", end: "a/1" }, []],
    ["a start behind the end", { start: "b", end: "a" }, []],
    ["bounds that are no keys", { start: "a/0", end: "a/11" }, ["a/1"]],
  ])("are bounded by %s", async (_what, range, keys) => {
    await setAll(binding, ["b", "a/2", "a", "a/1", "a/"]);
    expect(await walked(binding, range, FORWARD)).toEqual(keys);
    expect(await walked(binding, range, { reverse: true, limit: 1 })).toEqual(keys.toReversed());
    expect(await guest(binding).ranges.storageCount(range)).toBe(BigInt(keys.length));
  });

  it("refuse bounds that are not valid keys", async () => {
    const { ranges } = guest(binding);
    for (const range of [{ prefix: "\0" }, { start: "" }, { end: "" }, { start: "a\n" }, { end: "x".repeat(257) }]) {
      expect(await refusal(ranges.storageRange(range, FORWARD, undefined))).toMatchObject({ tag: "invalid-key" });
      expect(await refusal(ranges.storageRangeKeys(range, FORWARD, undefined))).toMatchObject({ tag: "invalid-key" });
      expect(await refusal(ranges.storageCount(range))).toMatchObject({ tag: "invalid-key" });
      expect(await refusal(ranges.storageDeleteRange(range))).toMatchObject({ tag: "invalid-key" });
    }
    expect(await refusal(ranges.storageScan("\u{7f}", undefined, 1))).toMatchObject({ tag: "invalid-key" });
  });

  it("are walked in pages of 1 to 1 000 entries, 1 000 by default", async () => {
    const keys = Array.from({ length: 1_001 }, (_, index) => String(index).padStart(4, "0"));
    await setAll(binding, keys, () => new Uint8Array(0));
    const { ranges } = guest(binding);
    for (const limit of [0, 1_001, 0xffff_ffff]) {
      const refused = { tag: "invalid-argument", val: `"limit" of a page expected 1 to 1000, got ${limit}` };
      expect(await refusal(ranges.storageRange(EVERYTHING, { reverse: false, limit }, undefined))).toEqual(refused);
      expect(await refusal(ranges.storageRangeKeys(EVERYTHING, { reverse: true, limit }, undefined))).toEqual(refused);
      expect(await refusal(ranges.storageScan("", undefined, limit))).toEqual(refused);
    }
    for (const limit of [undefined, 1_000]) {
      const walk = limit === undefined ? FORWARD : { reverse: false, limit };
      const page = await ranges.storageRangeKeys(EVERYTHING, walk, undefined);
      expect(page.keys).toEqual(keys.slice(0, 1_000));
      expect(await ranges.storageRangeKeys(EVERYTHING, walk, page.cursor)).toEqual({ keys: ["1000"] });
    }
    expect((await ranges.storageScan("000", undefined, 1)).entries).toHaveLength(1);
    expect((await ranges.storageScan("0001", undefined, 1_000)).cursor).toBeUndefined();
  });

  it("end a page early once its values take 4 MiB, and contain at least one entry", async () => {
    host = await openHost({ backend: opened.backend, limits: { valueBytesMax: 6_000_000 } });
    binding = host.bind("notes", ADMIN);
    await setAll(binding, ["a", "b", "c", "d", "e"], () => new Uint8Array(1_500_000));
    await setAll(binding, ["f", "g"], () => new Uint8Array(5_000_000));
    const { ranges } = guest(binding);
    const pages: string[][] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await ranges.storageScan("", cursor, 1_000);
      pages.push(page.entries.map(({ key }) => key));
      cursor = page.cursor;
      if (cursor === undefined) break;
    }
    expect(pages).toEqual([["a", "b", "c"], ["d", "e", "f"], ["g"]]);
    expect((await ranges.storageRangeKeys(EVERYTHING, FORWARD, undefined)).keys).toHaveLength(7);
  });

  it("do not contain expired entries", async () => {
    const { ranges, ttl } = guest(binding);
    await setAll(binding, ["a", "c"]);
    await ttl.storageSetWithTtl("b", bytes("b"), 1n);
    const { cursor } = await ranges.storageRangeKeys(EVERYTHING, { reverse: false, limit: 1 }, undefined);
    clock += 999;
    expect(await walked(binding, EVERYTHING, FORWARD)).toEqual(["a", "b", "c"]);
    clock += 1;
    expect(await walked(binding, EVERYTHING, FORWARD)).toEqual(["a", "c"]);
    expect((await ranges.storageRangeKeys(EVERYTHING, FORWARD, cursor)).keys).toEqual(["c"]);
    expect(await ranges.storageCount(EVERYTHING)).toBe(2n);
    expect(await ranges.storageDeleteRange({ prefix: "b" })).toBe(0n);
  });

  it("return values whose buffer contains nothing else", async () => {
    await setAll(binding, ["a", "b"]);
    const { entries } = await guest(binding).ranges.storageRange(EVERYTHING, FORWARD, undefined);
    for (const { value } of entries) {
      expect(value.buffer.byteLength).toBe(1);
      value.fill(0);
    }
    expect(text(await guest(binding).storage.storageGet("a"))).toBe("a");
    binding.begin();
    await guest(binding).storage.storageSet("a", bytes("pending"));
    const [pending] = (await guest(binding).ranges.storageScan("a", undefined, 1)).entries;
    pending?.value.fill(0);
    await binding.commit();
    expect(text(await guest(binding).storage.storageGet("a"))).toBe("pending");
  });

  describe("removed", () => {
    it("return the number of keys removed, and free their bytes", async () => {
      await setAll(binding, ["a/1", "a/2", "b"]);
      const { ranges, usage } = guest(binding);
      expect(await ranges.storageDeleteRange({ prefix: "a/" })).toBe(2n);
      expect(await ranges.storageDeleteRange({ prefix: "a/" })).toBe(0n);
      expect(await walked(binding, EVERYTHING, FORWARD)).toEqual(["b"]);
      expect(await usage.storageUsage()).toMatchObject({ usedBytes: 2n, keyCount: 1n });
    });

    it("need a bound, because storage-clear removes everything", async () => {
      await setAll(binding, ["a"]);
      const { ranges } = guest(binding);
      for (const range of [{}, { prefix: "" }]) {
        expect(await refusal(ranges.storageDeleteRange(range))).toMatchObject({ tag: "invalid-argument" });
      }
      expect(await ranges.storageDeleteRange({ start: "\u{1f600}" })).toBe(0n);
      expect(await ranges.storageDeleteRange({ end: "b" })).toBe(1n);
    });

    it("remove more keys than a page contains, within the call and its commit", async () => {
      await setAll(
        binding,
        Array.from({ length: 2_500 }, (_, index) => `key-${index}`),
      );
      binding.begin();
      await guest(binding).storage.storageSet("key-new", bytes(""));
      expect(await guest(binding).ranges.storageDeleteRange({ prefix: "key-" })).toBe(2_501n);
      expect(await walked(binding, EVERYTHING, FORWARD)).toEqual([]);
      expect(await bound().ranges.storageCount({})).toBe(2_500n);
      await binding.commit();
      expect(await bound().ranges.storageCount({})).toBe(0n);
    });
  });

  describe("a cursor", () => {
    const RANGE = { prefix: "k", start: "k1", end: "k9" };
    const WALK = { reverse: false, limit: 2 };
    let cursor: string;

    beforeEach(async () => {
      await setAll(binding, ["k1", "k2", "k3", "k4"]);
      cursor = (await guest(binding).ranges.storageRangeKeys(RANGE, WALK, undefined)).cursor ?? "";
    });

    const next = (
      range: GuestRange,
      walk: { reverse: boolean; limit?: number },
      given: string | undefined,
      from = binding,
    ) => guest(from).ranges.storageRangeKeys(range, walk, given);

    it("is printable ASCII, and works with any limit, for entries and for keys", async () => {
      expect(cursor).toMatch(/^[\x20-\x7e]+$/);
      expect((await next(RANGE, { reverse: false, limit: 1 }, cursor)).keys).toEqual(["k3"]);
      expect((await next(RANGE, FORWARD, cursor)).keys).toEqual(["k3", "k4"]);
      const { entries } = await guest(binding).ranges.storageRange(RANGE, FORWARD, cursor);
      expect(entries.map(({ key }) => key)).toEqual(["k3", "k4"]);
    });

    it("of a scan equals that of the range of its prefix", async () => {
      const scanned = await guest(binding).ranges.storageScan("k", undefined, 3);
      expect((await next({ prefix: "k" }, FORWARD, scanned.cursor ?? "")).keys).toEqual(["k4"]);
      const everything = await guest(binding).ranges.storageScan("", undefined, 3);
      expect((await next({}, FORWARD, everything.cursor ?? "")).keys).toEqual(["k4"]);
    });

    it("is refused if any character was changed, removed or added", async () => {
      for (let index = 0; index < cursor.length; index++) {
        for (const other of ["0", "f", "F", "g", " ", "é", "\0"]) {
          if (cursor[index] === other) continue;
          const altered = cursor.slice(0, index) + other + cursor.slice(index + 1);
          expect(await refusal(next(RANGE, WALK, altered))).toEqual(NOT_GIVEN_OUT);
        }
        expect(await refusal(next(RANGE, WALK, cursor.slice(0, index)))).toEqual(NOT_GIVEN_OUT);
        expect(await refusal(next(RANGE, WALK, cursor.slice(index + 1)))).toEqual(NOT_GIVEN_OUT);
        expect(await refusal(next(RANGE, WALK, cursor.slice(0, index) + cursor.slice(index + 1)))).toEqual(
          NOT_GIVEN_OUT,
        );
      }
      for (const added of ["0", "00", " ", "61"]) {
        expect(await refusal(next(RANGE, WALK, cursor + added))).toEqual(NOT_GIVEN_OUT);
        expect(await refusal(next(RANGE, WALK, added + cursor))).toEqual(NOT_GIVEN_OUT);
      }
    });

    it("is refused in upper case", async () => {
      await setAll(binding, ["kz", "k~", "l"]);
      const { cursor: mixed = "" } = await next({ start: "kz" }, { reverse: false, limit: 1 }, undefined);
      expect(mixed).toMatch(/[a-f]/);
      expect(await refusal(next({ start: "kz" }, FORWARD, mixed.toUpperCase()))).toEqual(NOT_GIVEN_OUT);
      expect((await next({ start: "kz" }, FORWARD, mixed)).keys).toEqual(["k~", "l"]);
    });

    it.each<[string, GuestRange, { reverse: boolean }]>([
      ["the other direction", RANGE, BACKWARD],
      ["everything", {}, FORWARD],
      ["another prefix", { ...RANGE, prefix: "k1" }, FORWARD],
      ["another start", { ...RANGE, start: "k2" }, FORWARD],
      ["no start", { prefix: "k", end: "k9" }, FORWARD],
      ["another end", { ...RANGE, end: "k8" }, FORWARD],
      ["its bounds at other places", { prefix: "k1", start: "k", end: "k9" }, FORWARD],
    ])("is refused for %s", async (_what, range, walk) => {
      expect(await refusal(next(range, walk, cursor))).toEqual(NOT_GIVEN_OUT);
    });

    it("is refused for another namespace and for another store", async () => {
      const shared = host.bind("notes", ADMIN);
      await guest(shared).namespaces.storageEnter("app:news");
      expect(await refusal(next(RANGE, WALK, cursor, shared))).toEqual(NOT_GIVEN_OUT);
      expect(await refusal(next(RANGE, WALK, cursor, host.bind("other", ADMIN)))).toEqual(NOT_GIVEN_OUT);
      const elsewhere = openHost({ backend: openMemory() }).bind("notes", ADMIN);
      await setAll(elsewhere, ["k1", "k2", "k3"]);
      expect(await refusal(next(RANGE, WALK, cursor, elsewhere))).toEqual(NOT_GIVEN_OUT);
    });

    it.each(["", "zz", "0".repeat(32), "0".repeat(34), "f".repeat(1_000_000), "k2", "../..", "\u{1f600}"])(
      "that was made up is refused (%#)",
      async (made) => {
        expect(await refusal(next(RANGE, WALK, made))).toEqual(NOT_GIVEN_OUT);
        expect(await refusal(guest(binding).transfer.storageExport(made))).toEqual(NOT_GIVEN_OUT);
      },
    );

    it("continues after its key even if that was removed, and ends if everything was", async () => {
      await guest(binding).storage.storageDelete("k2");
      expect((await next(RANGE, WALK, cursor)).keys).toEqual(["k3", "k4"]);
      await guest(binding).storage.storageClear();
      expect(await next(RANGE, WALK, cursor)).toEqual({ keys: [] });
    });

    it("is valid for another instance, another host over the same store, and any component with the namespace", async () => {
      expect((await next(RANGE, WALK, cursor, host.bind("notes", ADMIN))).keys).toEqual(["k3", "k4"]);
      const restarted = await openHost({ backend: opened.backend });
      expect((await next(RANGE, WALK, cursor, restarted.bind("notes", ADMIN))).keys).toEqual(["k3", "k4"]);
    });

    it("gives no rights: its page is checked against the grants like any other", async () => {
      const narrowed = host.bind("notes", { ...ADMIN, keys: ["other/*"] });
      expect(await refusal(next(RANGE, WALK, cursor, narrowed))).toMatchObject({ tag: "permission-denied" });
    });

    it("may contain the longest key", async () => {
      const longest = "é".repeat(128);
      await setAll(binding, [longest, `${longest.slice(1)}z`]);
      const { cursor: after = "" } = await next({ start: "é" }, { reverse: false, limit: 1 }, undefined);
      expect((await next({ start: "é" }, FORWARD, after)).keys).toEqual([longest]);
    });
  });

  describe("under a grant for some keys", () => {
    const denied = (pattern: string) => ({ tag: "permission-denied", val: `storage:component:notes:keys:${pattern}` });

    it.each<[GuestRange]>([
      [{ prefix: "users/" }],
      [{ prefix: "users/a" }],
      [{ start: "users/a", end: "users/b" }],
      [{ start: "users/", end: "users/\u{10ffff}" }],
      [{ prefix: "users/", end: "z" }],
      [{ start: "users/b", end: "users/a" }],
    ])("are allowed if their bounds are inside of it: %j", async (range) => {
      await setAll(binding, ["users", "users/a", "users/b", "users0", "z"]);
      const narrowed = bound({ keys: ["users/*"] });
      const { keys } = await narrowed.ranges.storageRangeKeys(range, FORWARD, undefined);
      expect(keys.filter((key) => !key.startsWith("users/"))).toEqual([]);
      await narrowed.ranges.storageCount(range);
      await narrowed.ranges.storageDeleteRange(range);
      expect(await walked(binding, EVERYTHING, FORWARD)).toEqual(expect.arrayContaining(["users", "users0", "z"]));
    });

    it.each<[GuestRange, string]>([
      [{}, "*"],
      [{ prefix: "user" }, "user*"],
      [{ start: "users/" }, "*"],
      [{ end: "users/b" }, "*"],
      [{ start: "users/", end: "users0" }, "users*"],
      [{ start: "settings", end: "settings/a" }, "settings*"],
    ])("are denied otherwise, with the pattern that would do: %j", async (range, pattern) => {
      const { ranges } = bound({ keys: ["users/*", "settings"] });
      expect(await refusal(ranges.storageRange(range, FORWARD, undefined))).toEqual(denied(pattern));
      expect(await refusal(ranges.storageRangeKeys(range, BACKWARD, undefined))).toEqual(denied(pattern));
      expect(await refusal(ranges.storageCount(range))).toEqual(denied(pattern));
      expect(await refusal(ranges.storageDeleteRange(range))).toEqual(denied(pattern));
      const widened = bound({ keys: [pattern] });
      expect(await widened.ranges.storageCount(range)).toBe(0n);
    });

    it("never split a character: half of a surrogate pair is not a common prefix", async () => {
      const { ranges } = bound({ keys: ["a*"] });
      const range = { start: "a\u{1f600}", end: "a\u{1f601}" };
      expect(await ranges.storageCount(range)).toBe(0n);
      const other = bound({ keys: ["b*"] });
      expect(await refusal(other.ranges.storageCount(range))).toEqual(denied("a*"));
    });
  });
});

describe("a walk through any range", () => {
  const key = fc.string({
    unit: fc.constantFrom("a", "b", "~", "é", "\u{ffff}", "\u{1f600}"),
    minLength: 1,
    maxLength: 3,
  });
  const range = fc.record({ prefix: key, start: key, end: key }, { requiredKeys: [] });
  const write = fc.oneof(
    fc.record({ type: fc.constant("set" as const), key }),
    fc.record({ type: fc.constant("delete" as const), key }),
    fc.record({ type: fc.constant("expire" as const), key }),
  );
  const plan = fc.record({
    before: fc.uniqueArray(key, { maxLength: 30 }),
    /** Of the call itself, in which the walk happens; of others before each page otherwise. */
    writes: fc.array(write, { maxLength: 20 }),
    range,
    reverse: fc.boolean(),
    limits: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
    isInCall: fc.boolean(),
  });

  const isInside = (each: string, { prefix = "", start, end }: GuestRange) =>
    each.startsWith(prefix) &&
    (start === undefined || byBytes(each, start) >= 0) &&
    (end === undefined || byBytes(each, end) < 0);

  it.each<[string, () => Backend<Mode>]>([
    ["memory", openMemory],
    ["memory answering with promises", () => promised(openMemory())],
  ])("sees every key that is there all the time exactly once, in order, over %s", async (_name, open) => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ before, writes, range, reverse, limits, isInCall }) => {
        let clock = 1_000;
        const host = await openHost({ backend: open(), clock: () => clock });
        const [binding, other] = [host.bind("notes", ADMIN), host.bind("notes", ADMIN)];
        await setAll(binding, before);
        const writer = guest(isInCall ? binding : other);
        const steady = new Set(before);
        const possible = new Set(before);
        const seen: string[] = [];
        if (isInCall) binding.begin();
        const pending = [...writes];
        const pages: number[] = [...limits];
        for (let cursor: string | undefined; ; ) {
          const limit = pages.shift() ?? limits[0] ?? 1;
          const page = await guest(binding).ranges.storageRange(range, { reverse, limit }, cursor);
          expect(page.entries.length).toBeLessThanOrEqual(limit);
          for (const entry of page.entries) expect(text(entry.value)).toBe(entry.key);
          seen.push(...page.entries.map((entry) => entry.key));
          cursor = page.cursor;
          if (cursor === undefined) break;
          for (const each of pending.splice(0, 3)) {
            possible.add(each.key);
            if (each.type === "set") await writer.storage.storageSet(each.key, bytes(each.key));
            else if (each.type === "delete") await writer.storage.storageDelete(each.key);
            else await writer.ttl.storageSetWithTtl(each.key, bytes(each.key), 1n);
            if (each.type !== "set") steady.delete(each.key);
          }
          clock += isInCall ? 0 : 1_000;
        }
        if (isInCall) await binding.commit();
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => byBytes(a, b) * (reverse ? -1 : 1)));
        expect(seen.filter((each) => !isInside(each, range) || !possible.has(each))).toEqual([]);
        const steadyInside = [...steady].filter((each) => isInside(each, range));
        expect(seen).toEqual(expect.arrayContaining(steadyInside));
      }),
      { numRuns: 200 },
    );
  });
});

describe("a cursor of LMDB", () => {
  it("is valid after the environment was closed and opened again", async () => {
    const path = temporaryFolder();
    const first = openLmdb({ path });
    const before = openHost({ backend: first }).bind("notes", ADMIN);
    await setAll(before, ["a", "b", "c"]);
    const { cursor } = await guest(before).ranges.storageScan("", undefined, 1);
    first.close();
    const second = openLmdb({ path });
    const { entries } = await guest(openHost({ backend: second }).bind("notes", ADMIN)).ranges.storageScan(
      "",
      cursor,
      9,
    );
    expect(entries.map(({ key }) => key)).toEqual(["b", "c"]);
    second.close();
  });
});
