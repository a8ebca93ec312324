import { inspect } from "node:util";
import { hostStorage, Storage, StorageError } from "@airssys/storage";
import { beforeEach, describe, expect, test } from "vitest";
import { clock, inCall, openAs, raw, SHARED_NAMESPACE } from "../../storage/test/host-binding.ts";
import { EncryptedStorage, EncryptionError, encrypted } from "../src/index.ts";
import { bytes, CIPHERS, openHost } from "./setting.ts";

beforeEach(() => openHost());

describe.each(CIPHERS)("values sealed by %s", (_name, makeCipher) => {
  test("come back as they were, and cannot be read in the store", () => {
    const letters = new EncryptedStorage<string>({ cipher: makeCipher() });
    letters.set("ada", "Dear Charles");
    expect(letters.get("ada")).toBe("Dear Charles");
    expect(letters.get("bob")).toBeUndefined();
    expect(Buffer.from(raw.get("ada") as Uint8Array).includes("Charles")).toBe(false);
  });

  test("are read and written in every way that plain ones are", () => {
    const byteStorage = encrypted(hostStorage, makeCipher());
    byteStorage.write({
      writes: [
        { type: "set", key: "a", value: bytes("1") },
        { type: "set", key: "b", value: bytes("2"), ttlSeconds: 60 },
      ],
    });
    expect(byteStorage.getMany(["b", "c", "a"])).toEqual([bytes("2"), undefined, bytes("1")]);
    const entry = byteStorage.getEntry("b");
    expect(entry).toEqual({ value: bytes("2"), version: 1n, expiresAt: new Date(clock.now + 60_000) });
    expect(() =>
      byteStorage.write({ checks: [{ key: "b", version: 7n }], writes: [{ type: "delete", key: "b" }] }),
    ).toThrow(expect.objectContaining({ code: "conflict" }));
    byteStorage.write({ checks: [{ key: "b", version: 1n }], writes: [{ type: "delete", key: "b" }] });
    expect([
      byteStorage.has("a"),
      byteStorage.has("b"),
      byteStorage.delete("b"),
      byteStorage.count({}),
      byteStorage.listKeys(),
    ]).toEqual([true, false, false, 1, ["a"]]);
    expect(byteStorage.page({}).entries).toEqual([["a", bytes("1")]]);
    expect(byteStorage.keyPage({ prefix: "a" }).keys).toEqual(["a"]);
    expect(byteStorage.deleteRange({ prefix: "a" })).toBe(1);
    byteStorage.set("c", bytes("3"), { ttlSeconds: 5 });
    expect(byteStorage.ttl("c")).toBe(5);
    byteStorage.extend("c", 9);
    expect([byteStorage.ttl("c"), byteStorage.persist("c"), byteStorage.ttl("c")]).toEqual([9, true, undefined]);
    byteStorage.clear();
    expect([byteStorage.usedBytes(), byteStorage.usage().keyCount]).toEqual([0, 0]);
  });

  test("expire as plain ones do", () => {
    const byteStorage = encrypted(hostStorage, makeCipher());
    byteStorage.set("a", bytes("1"), { ttlSeconds: 2 });
    clock.now += 1_999;
    expect(byteStorage.get("a")).toEqual(bytes("1"));
    clock.now += 1;
    expect(byteStorage.get("a")).toBeUndefined();
  });

  test("are undone with the transaction that wrote them", () => {
    const byteStorage = encrypted(hostStorage, makeCipher());
    inCall(() => {
      byteStorage.set("a", bytes("kept"));
      expect(() =>
        byteStorage.transaction(() =>
          byteStorage.transaction(() => {
            byteStorage.set("a", bytes("lost"));
            throw new Error("no");
          }),
        ),
      ).toThrow("no");
    });
    expect(byteStorage.get("a")).toEqual(bytes("kept"));
  });

  test("are counted up, in a call and outside of one", () => {
    const storage = new EncryptedStorage<number>({ cipher: makeCipher() });
    expect([storage.increment("visits"), storage.increment("visits", 10), storage.increment("visits", -12n)]).toEqual([
      1,
      11,
      -1n,
    ]);
    expect(storage.get("visits")).toBe(-1);
    inCall(() => storage.increment("visits"));
    expect(inCall(() => storage.increment("visits"))).toBe(1);
    storage.set("name", "Ada" as never);
    expect(() => storage.increment("name")).toThrow(expect.objectContaining({ code: "invalid-argument" }));
    expect(() => storage.increment("visits", 2n ** 63n)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
    expect(storage.get("visits")).toBe(1);
  });

  test("that expire are not counted up, since they would never expire", () => {
    const storage = new EncryptedStorage<number>({ cipher: makeCipher() });
    storage.set("visits", 1, { ttlSeconds: 60 });
    expect(() => storage.increment("visits")).toThrow(
      expect.objectContaining({ code: "expiring-counter", key: "visits" }),
    );
    expect(storage.get("visits")).toBe(1);
  });

  test("may be as long as the limit that the error tells, and no longer", () => {
    const byteStorage = encrypted(hostStorage, makeCipher());
    const limit = limitOf(() => byteStorage.set("a", new Uint8Array(1_048_576)));
    expect(limitOf(() => byteStorage.set("a", new Uint8Array(limit + 1)))).toBe(limit);
    const write = { type: "set", key: "a", value: new Uint8Array(limit + 1) } as const;
    expect(limitOf(() => byteStorage.write({ writes: [write] }))).toBe(limit);
    expect(raw.has("a")).toBe(false);
    byteStorage.set("a", new Uint8Array(limit));
    expect(raw.get("a")).toHaveLength(1_048_576);
    expect(byteStorage.get("a")).toHaveLength(limit);
  });

  test("are told to a watch, opened, and one that does not open hides none of the others", () => {
    const byteStorage = encrypted(hostStorage, makeCipher());
    const watch = byteStorage.watch("a");
    byteStorage.set("a1", bytes("one"));
    raw.set("a2", bytes("plain"));
    byteStorage.set("b", bytes("not watched"));
    byteStorage.set("a1", bytes("two"));
    const { changes, missed } = watch.poll();
    expect(missed).toBe(0);
    expect(changes.map(({ key, type }) => [key, type])).toEqual([
      ["a1", "set"],
      ["a2", "set"],
      ["a1", "set"],
    ]);
    expect([changes[0]?.oldValue, changes[0]?.newValue]).toEqual([undefined, bytes("one")]);
    expect(() => changes[1]?.newValue).toThrow(expect.objectContaining({ code: "not-sealed", key: "a2" }));
    expect([changes[2]?.oldValue, changes[2]?.newValue]).toEqual([bytes("one"), bytes("two")]);
    expect([watch.close(), watch.close()]).toEqual([true, false]);
  });

  test("that do not open stop a walk when their turn comes, and hide neither what is before them nor any key", () => {
    const storage = new EncryptedStorage<string>({ cipher: makeCipher() });
    for (const key of ["a", "b", "d"]) storage.set(key, key);
    raw.set("c", bytes("plain"));
    const walk = storage.entries();
    expect([walk.next().value, walk.next().value]).toEqual([
      ["a", "a"],
      ["b", "b"],
    ]);
    expect(() => walk.next()).toThrow(expect.objectContaining({ code: "not-sealed", key: "c" }));
    expect([...storage.entries({}, { after: "c" })]).toEqual([["d", "d"]]);
    expect([...storage.keys()]).toEqual(["a", "b", "c", "d"]);
    const { entries } = storage.byteStorage.page({});
    expect(entries.map(([key]) => key)).toEqual(["a", "b", "c", "d"]);
    expect(entries[3]?.[1]).toEqual(bytes('"d"'));
  });

  test("live in shared namespaces as well, and stay there", () => {
    const own = new EncryptedStorage<string>({ cipher: makeCipher() });
    const shared = own.namespace(SHARED_NAMESPACE);
    shared.set("a", "ours");
    own.set("a", "mine");
    expect([own.get("a"), shared.get("a")]).toEqual(["mine", "ours"]);
    hostStorage.shared(SHARED_NAMESPACE).set("a", raw.get("a") as Uint8Array);
    expect(() => shared.get("a")).toThrow(expect.objectContaining({ code: "refused" }));
    const sealed = encrypted(hostStorage.shared(SHARED_NAMESPACE), makeCipher());
    sealed.set("b", bytes("moved"));
    hostStorage.set("b", hostStorage.shared(SHARED_NAMESPACE).get("b") as Uint8Array);
    expect(() => own.get("b")).toThrow(expect.objectContaining({ code: "refused" }));
  });

  test("open only in the context that they were sealed in", () => {
    const one = encrypted(hostStorage, makeCipher(), { context: "one" });
    one.set("a", bytes("1"));
    expect(one.get("a")).toEqual(bytes("1"));
    for (const context of ["two", ""]) {
      const other = encrypted(hostStorage, makeCipher(), { context });
      expect(() => other.get("a")).toThrow(expect.objectContaining({ code: "refused", key: "a" }));
    }
  });

  test("that are plain are told from sealed ones, with the key and without the bytes", () => {
    const letters = new EncryptedStorage<string>({ cipher: makeCipher() });
    new Storage<string>().set("ada", "Dear Charles");
    const error = errorOf(() => letters.get("ada"));
    expect(error).toBeInstanceOf(EncryptionError);
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({ code: "not-sealed", key: "ada" });
    expect((error as Error).message).toBe('invalid argument: "ada": it is no sealed value of this kind');
    expect(JSON.stringify(error)).not.toContain("Charles");
    expect(() => letters.getEntry("ada")).toThrow(EncryptionError);
    expect(() => letters.getMany(["ada"])).toThrow(EncryptionError);
    expect(() => [...letters.entries()]).toThrow(EncryptionError);
    expect([...letters.keys()]).toEqual(["ada"]);
  });
});

test("what the host refuses is told as the host tells it", () => {
  openAs({ grants: { access: "read-only" } });
  const [, makeHostCipher] = CIPHERS[0] as (typeof CIPHERS)[number];
  const letters = new EncryptedStorage<string>({ cipher: makeHostCipher() });
  expect(letters.get("ada")).toBeUndefined();
  expect(() => letters.set("ada", "no")).toThrow(expect.objectContaining({ code: "permission-denied" }));
});

test("a key that breaks the rules is told so", () => {
  for (const [, makeCipher] of CIPHERS) {
    const byteStorage = encrypted(hostStorage, makeCipher());
    for (const key of ["", "a\nb", "\ud800", "k".repeat(257)]) {
      expect(() => byteStorage.set(key, bytes("1"))).toThrow(expect.objectContaining({ code: "invalid-key" }));
      expect(() => byteStorage.get(key)).toThrow(expect.objectContaining({ code: "invalid-key" }));
    }
    expect(() => byteStorage.get(5 as never)).toThrow(TypeError);
  }
});

test("a context that other contexts could be taken for is refused", () => {
  const [, makeCipher] = CIPHERS[0] as (typeof CIPHERS)[number];
  const withContext = (context: unknown) => () => encrypted(hostStorage, makeCipher(), { context: context as string });
  for (const context of ["\ud800", "ada \udc00"]) expect(withContext(context)).toThrow(RangeError);
  for (const context of [5, null, {}]) expect(withContext(context)).toThrow(TypeError);
  expect(withContext("\ud83d\ude00")).not.toThrow();
});

test("no error says anything of what was sealed, at any depth", () => {
  for (const [, makeCipher] of CIPHERS) {
    const byteStorage = encrypted(hostStorage, makeCipher());
    byteStorage.set("ada", bytes("Dear Charles"));
    const letters = new Storage<unknown>({ byteStorage });
    const reads = [() => letters.get("ada"), () => [...letters.entries()], () => letters.increment("ada")];
    for (const read of reads) {
      for (let error = errorOf(read); error !== undefined; error = (error as Error).cause) {
        expect(inspect(error, { showHidden: true })).not.toMatch(/Dear|Charles/);
      }
    }
  }
});

test("two ciphers of one algorithm cannot be told apart", () => {
  const [, makeCipher] = CIPHERS[0] as (typeof CIPHERS)[number];
  expect(() => encrypted(hostStorage, makeCipher(), { olderCiphers: [makeCipher()] })).toThrow(RangeError);
});

test("a value of a cipher that is not at hand is told so", () => {
  const [, makeHost] = CIPHERS[0] as (typeof CIPHERS)[number];
  const [, makeOwn] = CIPHERS[2] as (typeof CIPHERS)[number];
  encrypted(hostStorage, makeOwn()).set("a", bytes("1"));
  const byteStorage = encrypted(hostStorage, makeHost());
  expect(() => byteStorage.get("a")).toThrow(expect.objectContaining({ code: "unknown-algorithm", key: "a" }));
  expect(encrypted(hostStorage, makeHost(), { olderCiphers: [makeOwn()] }).get("a")).toEqual(bytes("1"));
});

function limitOf(act: () => unknown): number {
  const error = errorOf(act);
  if (error instanceof StorageError && error.payload.tag === "value-too-large") return Number(error.payload.val);
  throw error;
}

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test.each(CIPHERS)("%s: with a prefix a value is bound to its whole key", (_name, makeCipher) => {
  const options = { cipher: makeCipher() };
  const drafts = new EncryptedStorage<string>({ ...options, prefix: "drafts/" });
  drafts.set("a", "1");
  expect(new EncryptedStorage<string>(options).get("drafts/a")).toBe("1");
  raw.set("other/a", raw.get("drafts/a") as Uint8Array);
  const other = new EncryptedStorage<string>({ ...options, prefix: "other/" });
  expect(() => other.get("a")).toThrow(expect.objectContaining({ code: "refused", key: "other/a" }));
  expect([...drafts.entries()]).toEqual([["a", "1"]]);
  expect(drafts.reencrypt()).toMatchObject({ examined: 1, unopened: [] });
});
