import { hostStorage } from "@airssys/storage";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { raw } from "../../storage/test/host-binding.ts";
import { blindedNames } from "../src/blinded-names.ts";
import { encrypted } from "../src/index.ts";
import type { EncryptionOptions } from "../src/sealing/sealer.ts";
import { bytes, CIPHERS, openHost } from "./setting.ts";

beforeEach(() => openHost());

const blinded = { names: blindedNames({ key: new Uint8Array(32).fill(5) }) };
const NAMES: readonly (readonly [string, EncryptionOptions])[] = [
  ["keys as they are", {}],
  ["blinded keys", blinded],
];

const CASES = CIPHERS.flatMap(([cipher, make]) => NAMES.map(([names, options]) => ({ cipher, make, names, options })));

const keys = fc.stringMatching(/^[a-z/]{1,20}$/);
const DOES_NOT_OPEN = expect.objectContaining({
  code: expect.stringMatching(/^(not-sealed|unknown-algorithm|unknown-key|refused)$/),
});

describe.each(CASES)("values sealed by $cipher under $names", ({ make, options }) => {
  /** The sealed bytes of a value, and the key that they are stored under. */
  function sealed(key: string, value: Uint8Array): { storedKey: string; stored: Uint8Array } {
    encrypted(hostStorage, make(), options).clear();
    encrypted(hostStorage, make(), options).set(key, value);
    const [storedKey = ""] = raw.keys();
    return { storedKey, stored: raw.get(storedKey) as Uint8Array };
  }

  test("come back whatever they are", () => {
    const byteStorage = encrypted(hostStorage, make(), options);
    fc.assert(
      fc.property(keys, fc.uint8Array({ maxLength: 300 }), (key, value) => {
        byteStorage.set(key, value);
        expect(byteStorage.get(key)).toEqual(value);
        expect(byteStorage.getEntry(key)?.value).toEqual(value);
        expect(byteStorage.getMany([key, "-"])).toEqual([value, undefined]);
        expect(new Map(byteStorage.page({}).entries).get(key)).toEqual(value);
      }),
    );
  });

  test("do not open with any bit of any byte altered", () => {
    const byteStorage = encrypted(hostStorage, make(), options);
    const { storedKey, stored } = sealed("letters/1", bytes("hello"));
    for (let index = 0; index < stored.length; index++) {
      for (let bit = 0; bit < 8; bit++) {
        raw.set(storedKey, stored.with(index, (stored[index] as number) ^ (1 << bit)));
        expect(() => byteStorage.get("letters/1")).toThrow(DOES_NOT_OPEN);
      }
    }
    raw.set(storedKey, stored);
    expect(byteStorage.get("letters/1")).toEqual(bytes("hello"));
  });

  test("do not open cut off anywhere, at either end, or with something after them", () => {
    const byteStorage = encrypted(hostStorage, make(), options);
    const { storedKey, stored } = sealed("letters/1", bytes("hello"));
    const others = Array.from(stored, (_, length) => [stored.slice(0, length), stored.slice(length + 1)]).flat();
    for (const other of [...others, Uint8Array.of(...stored, 0), Uint8Array.of(...stored, ...stored)]) {
      raw.set(storedKey, other);
      expect(() => byteStorage.get("letters/1")).toThrow(DOES_NOT_OPEN);
    }
  });

  test("do not open under any other key", () => {
    const byteStorage = encrypted(hostStorage, make(), options);
    fc.assert(
      fc.property(fc.uniqueArray(keys, { minLength: 2, maxLength: 6 }), (names) => {
        byteStorage.clear();
        for (const name of names) byteStorage.set(name, bytes(name));
        const before = raw.keys().map((key) => raw.get(key) as Uint8Array);
        raw.keys().forEach((key, index) => void raw.set(key, before[(index + 1) % before.length] as Uint8Array));
        for (const name of names) expect(() => byteStorage.get(name)).toThrow(DOES_NOT_OPEN);
        for (const entry of byteStorage.page({}).entries) expect(() => entry[1]).toThrow(DOES_NOT_OPEN);
      }),
      { numRuns: 30 },
    );
  });

  test("are never mistaken for anything else, whatever lies there", () => {
    const byteStorage = encrypted(hostStorage, make(), options);
    const { storedKey, stored } = sealed("letters/1", bytes("hello"));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(6), (garbage, kept) => {
        raw.set(storedKey, Uint8Array.of(...stored.subarray(0, kept), ...garbage));
        expect(() => byteStorage.get("letters/1")).toThrow(DOES_NOT_OPEN);
      }),
    );
  });

  test("open again when an older one of the same key is put back: nothing here can notice that", () => {
    const byteStorage = encrypted(hostStorage, make(), options);
    const { storedKey, stored } = sealed("letters/1", bytes("old"));
    byteStorage.set("letters/1", bytes("new"));
    raw.set(storedKey, stored);
    expect(byteStorage.get("letters/1")).toEqual(bytes("old"));
  });
});

test("a value under a key as it is does not open as one under a blinded key, nor the other way round", () => {
  for (const [, make] of CIPHERS) {
    const clear = encrypted(hostStorage, make());
    const hidden = encrypted(hostStorage, make(), blinded);
    hidden.set("a", bytes("1"));
    const [storedKey = ""] = raw.keys();
    expect(() => clear.get(storedKey)).toThrow(DOES_NOT_OPEN);
    const asClear = (raw.get(storedKey) as Uint8Array).with(0, 1);
    raw.set(storedKey, asClear);
    expect(() => clear.get(storedKey)).toThrow(DOES_NOT_OPEN);
    clear.set(storedKey, bytes("1"));
    expect(() => hidden.get("a")).toThrow(DOES_NOT_OPEN);
    hidden.clear();
  }
});
