import { createHmac } from "node:crypto";
import { hostStorage, Storage } from "@airssys/storage";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { raw, SHARED_NAMESPACE } from "../../storage/test/host-binding.ts";
import { blindedNames } from "../src/blinded-names.ts";
import { EncryptedStorage, EncryptionError, encrypted } from "../src/index.ts";
import { bytes, CIPHERS, openHost } from "./setting.ts";

beforeEach(() => openHost());

const key = new Uint8Array(32).fill(5);
const [, makeCipher] = CIPHERS[0] as (typeof CIPHERS)[number];
const names = blindedNames({ key });
const BLINDED = expect.objectContaining({ code: "blinded-names" });

describe("under blinded keys", () => {
  test("a store shows neither keys nor what they have in common", () => {
    const byteStorage = encrypted(hostStorage, makeCipher(), { names });
    for (const name of ["patients/ada", "patients/bob"]) byteStorage.set(name, bytes("healthy"));
    expect(raw.keys().every((stored) => /^[A-Za-z0-9_-]{43}$/.test(stored))).toBe(true);
    for (const stored of raw.keys()) {
      expect(Buffer.from(raw.get(stored) as Uint8Array).toString("latin1")).not.toMatch(/ada|bob|patients|healthy/);
    }
  });

  test("a key is found again by whoever has the blinding key, and by nobody else", () => {
    encrypted(hostStorage, makeCipher(), { names }).set("ada", bytes("1"));
    const same = encrypted(hostStorage, makeCipher(), { names: blindedNames({ key: new Uint8Array(key) }) });
    const other = encrypted(hostStorage, makeCipher(), { names: blindedNames({ key: key.with(0, 6) }) });
    expect([same.has("ada"), same.get("ada"), other.has("ada"), other.get("ada")]).toEqual([
      true,
      bytes("1"),
      false,
      undefined,
    ]);
  });

  test("a stored key is the HMAC that is documented, in every namespace and context another", () => {
    const text = (t: string) => Buffer.concat([Buffer.from([0, 0, 0, Buffer.byteLength(t)]), Buffer.from(t)]);
    const expected = (...texts: string[]) =>
      createHmac("sha256", key)
        .update(Buffer.concat(texts.map(text)))
        .digest("base64url");
    for (const context of ["", "notes"]) {
      const byteStorage = encrypted(hostStorage, makeCipher(), { names, context });
      byteStorage.set("größe", bytes("1"));
      expect(raw.keys()).toContain(expected(context, "", "größe"));
      byteStorage.shared(SHARED_NAMESPACE).set("größe", bytes("1"));
      expect(hostStorage.shared(SHARED_NAMESPACE).listKeys()).toContain(expected(context, SHARED_NAMESPACE, "größe"));
    }
  });

  test("it behaves as a map of keys does, and lists what it holds in some order", () => {
    const commands = fc.array(
      fc.oneof(
        fc.record({
          type: fc.constant("set"),
          key: fc.constantFrom("a", "b", "c", "d"),
          value: fc.uint8Array({ maxLength: 9 }),
        }),
        fc.record({
          type: fc.constant("delete"),
          key: fc.constantFrom("a", "b", "c", "d"),
          value: fc.constant(bytes("")),
        }),
      ),
    );
    fc.assert(
      fc.property(commands, (list) => {
        openHost();
        const byteStorage = encrypted(hostStorage, makeCipher(), { names });
        const model = new Map<string, Uint8Array>();
        for (const { type, key: name, value } of list) {
          if (type === "set") byteStorage.set(name, value);
          expect(type === "delete" ? byteStorage.delete(name) : model.has(name)).toBe(model.has(name));
          if (type === "set") model.set(name, value);
          else model.delete(name);
        }
        for (const name of ["a", "b", "c", "d"]) expect(byteStorage.get(name)).toEqual(model.get(name));
        expect(byteStorage.listKeys().toSorted()).toEqual([...model.keys()].toSorted());
        expect(byteStorage.count({})).toBe(model.size);
        expect(new Map(byteStorage.page({}).entries)).toEqual(model);
      }),
      { numRuns: 40 },
    );
  });

  test("order and prefixes are gone, and asking for them is a typed error", () => {
    const storage = new EncryptedStorage<number>({ cipher: makeCipher(), names });
    storage.set("a/1", 1);
    expect(() => storage.listKeys("a/")).toThrow(BLINDED);
    expect(() => [...storage.entries("a/")]).toThrow(BLINDED);
    expect(() => [...storage.keys({ start: "a" })]).toThrow(BLINDED);
    expect(() => storage.count({ end: "b" })).toThrow(BLINDED);
    expect(() => storage.deleteRange("a/")).toThrow(BLINDED);
    expect(() => storage.watch("a/")).toThrow(BLINDED);
    expect(() => storage.byteStorage.deleteRange({})).toThrow(expect.objectContaining({ code: "invalid-argument" }));
    const walk = storage.entries({}, { limit: 1 });
    expect([...walk]).toEqual([["a/1", 1]]);
    expect(() => [...storage.entries({}, { after: "a/1" })]).toThrow(BLINDED);
    expect([...storage.entries()]).toEqual([["a/1", 1]]);
    expect([...storage.entries()]).toEqual([["a/1", 1]]);
  });

  test("pages go on where they ended, until every key was there once", () => {
    const byteStorage = encrypted(hostStorage, makeCipher(), { names });
    const wanted = Array.from({ length: 25 }, (_, index) => `key ${index}`).toSorted();
    for (const name of wanted) byteStorage.set(name, bytes(name));
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = byteStorage.keyPage({}, { limit: 10 }, cursor);
      found.push(...page.keys);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(found.toSorted()).toEqual(wanted);
  });

  test("a prefix keeps it apart from plain keys in the same namespace", () => {
    const plain = new Storage<number>();
    plain.set("plain", 1);
    const byteStorage = encrypted(hostStorage, makeCipher(), { names: blindedNames({ key, prefix: "hidden/" }) });
    byteStorage.set("a", bytes("1"));
    byteStorage.set("b", bytes("2"));
    expect(raw.keys().filter((stored) => stored.startsWith("hidden/"))).toHaveLength(2);
    expect([byteStorage.listKeys().toSorted(), byteStorage.count({})]).toEqual([["a", "b"], 2]);
    expect(byteStorage.reencrypt()).toMatchObject({ examined: 2, unopened: [] });
    byteStorage.clear();
    expect(raw.keys()).toEqual(["plain"]);
  });

  test("what does not open or belongs to another blinding key is listed by nobody who cannot tell its key", () => {
    const other = encrypted(hostStorage, makeCipher(), { names: blindedNames({ key: key.with(0, 6) }) });
    other.set("theirs", bytes("1"));
    const [theirs = ""] = raw.keys();
    raw.set("plain", bytes("plain"));
    const storage = new EncryptedStorage<number>({ cipher: makeCipher(), names });
    storage.set("ours", 1);
    expect([storage.listKeys(), [...storage.keys()]]).toEqual([["ours"], ["ours"]]);
    expect(() => [...storage.entries()]).toThrow(expect.objectContaining({ name: "EncryptionError" }));
    expect(storage.count()).toBe(3);
    expect(other.listKeys()).toEqual(["theirs"]);
    const faults = storage.byteStorage.page({}).entries.flatMap((entry) => {
      try {
        return [String(entry[0])];
      } catch (error) {
        return [(error as EncryptionError).code, (error as EncryptionError).key];
      }
    });
    expect(faults.toSorted()).toEqual(["not-sealed", "ours", "plain", "refused", theirs].toSorted());
    expect(() => [...storage.entries()]).toThrow(EncryptionError);
  });

  test("a watch tells the keys, and of one that does not open the stored key", () => {
    const byteStorage = encrypted(hostStorage, makeCipher(), { names });
    const watch = byteStorage.watch();
    byteStorage.set("ada", bytes("1"));
    byteStorage.delete("ada");
    raw.set("plain", bytes("plain"));
    const { changes } = watch.poll();
    expect(changes.map(({ key: name, type }) => [name, type])).toEqual([
      ["ada", "set"],
      ["ada", "delete"],
      ["plain", "set"],
    ]);
    expect([changes[0]?.newValue, changes[1]?.oldValue, changes[1]?.newValue]).toEqual([
      bytes("1"),
      bytes("1"),
      undefined,
    ]);
    expect(() => changes[2]?.newValue).toThrow(expect.objectContaining({ code: "not-sealed" }));
  });

  test("checks and expiry are those of the key", () => {
    const byteStorage = encrypted(hostStorage, makeCipher(), { names });
    byteStorage.write({
      checks: [{ key: "a", version: undefined }],
      writes: [{ type: "set", key: "a", value: bytes("1"), ttlSeconds: 7 }],
    });
    expect(() => byteStorage.write({ checks: [{ key: "a", version: undefined }] })).toThrow(
      expect.objectContaining({ code: "conflict" }),
    );
    expect(byteStorage.ttl("a")).toBe(7);
    expect(byteStorage.increment("n", 3n)).toBe(3n);
  });
});

test.each<[string, unknown, typeof TypeError | typeof RangeError]>([
  ["16 bytes", new Uint8Array(16).fill(1), RangeError],
  ["zeros", new Uint8Array(32), RangeError],
  ["text", "secret", TypeError],
])("a blinding key of %s is refused", (_what, wrong, kind) => {
  expect(() => blindedNames({ key: wrong as Uint8Array })).toThrow(kind);
});
