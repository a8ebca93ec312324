import type { Backend } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { beforeEach, describe, expect, it } from "vitest";
import { openStore, type Store, StoreFormatError } from "../src/index.ts";

// What somebody else did to the bytes behind our back: `verify` says so, and what cannot be read is an error and not an
// answer.

const bytes = (text: string) => new TextEncoder().encode(text);
const RECORD = bytes("\0ns\0app:test");
const inside = (key: string) => bytes(`app:test:${key}`);

let backend: Backend<"sync">;
let store: Store<"sync">;

beforeEach(() => {
  backend = openMemory();
  store = openStore({ backend, clock: () => 1_000_000 }).open("app:test");
  store.set("a", bytes("1"));
  store.set("b", bytes("22"), { ttlSeconds: 10 });
  store.set("c", bytes("333"), { ttlSeconds: 20 });
  expect(store.verify()).toEqual({ faults: [], counted: { bytes: 9, keys: 3 } });
});

function put(key: Uint8Array, value: Uint8Array): void {
  backend.commit({ checks: [], writes: [{ type: "put", key, value }] });
}

function remove(key: Uint8Array): void {
  backend.commit({ checks: [], writes: [{ type: "delete", key }] });
}

/** Changes one byte of what is stored under a key. */
function alter(key: Uint8Array, index: number, by: number): void {
  const value = new Uint8Array(backend.get(key) ?? []);
  value[index] = (value[index] ?? 0) + by;
  put(key, value);
}

/** The key of the index under which an entry is found once it has expired. */
function indexKeyOf(key: string): Uint8Array {
  const { entries } = backend.scan({ gte: inside("\0expiry\0"), lt: inside("\0expiry\x01"), valueBytesMax: 0 });
  const found = entries.find((entry) => new TextDecoder().decode(entry.key).endsWith(key));
  if (found === undefined) throw new Error(`the index does not have ${key}`);
  return found.key;
}

describe("verify", () => {
  it.each<[string, () => void, RegExp]>([
    [
      "an entry is gone",
      () => remove(inside("a")),
      /9 bytes are recorded, 7 are there.*3 keys are recorded, 2 are there/s,
    ],
    ["an entry has come", () => put(inside("d"), backend.get(inside("a")) ?? bytes("")), /3 keys are recorded, 4/],
    [
      "a value is longer",
      () => put(inside("a"), new Uint8Array([...(backend.get(inside("a")) ?? []), 0])),
      /9 bytes.*10/,
    ],
    ["an entry is of a version to come", () => alter(inside("a"), 8, 7), /"a" has version 8, above the namespace's 3/],
    ["an entry is not in the index", () => remove(indexKeyOf("b")), /1 expiring entries are not in the expiry index/],
    ["the index has what is gone", () => remove(inside("b")), /the expiry index has "b" at 1010000/],
    ["an entry has another instant than the index", () => alter(inside("b"), 16, 1), /the expiry index has "b" at/],
    ["the index has another length", () => alter(indexKeyOf("c"), 3, 1), /the expiry index has "c"/],
    ["the recorded bytes are others", () => alter(RECORD, 8, 1), /10 bytes are recorded, 9 are there/],
    ["the recorded keys are others", () => alter(RECORD, 16, 1), /4 keys are recorded, 3 are there/],
    ["the recorded version is older", () => alter(RECORD, 24, -1), /above the namespace's 2/],
    ["the recorded next expiry is later", () => alter(RECORD, 31, 1), /before the recorded next expiry/],
    ["the recorded count of expired bytes is another", () => alter(RECORD, 56, 1), /are recorded as expired/],
    ["the recorded count of expired keys is another", () => alter(RECORD, 64, 1), /are recorded as expired/],
    ["the expired were counted for an instant to come", () => alter(RECORD, 46, 1), /later than the instant/],
    ["the record is gone", () => remove(RECORD), /0 bytes are recorded, 9 are there/],
  ])("says so when %s", (_what, damage, fault) => {
    damage();
    expect(store.verify().faults.join("\n")).toMatch(fault);
  });

  it("finds no fault in an empty namespace", () => {
    expect(openStore({ backend }).open("app:other").verify()).toEqual({ faults: [], counted: { bytes: 0, keys: 0 } });
  });
});

describe("unreadable data is a separate error", () => {
  it("for a value that is not an entry, and does not affect other keys", () => {
    put(inside("a"), bytes("\x07not ours"));
    expect(() => store.get("a")).toThrow(StoreFormatError);
    expect(() => store.getEntry("a")).toThrow(StoreFormatError);
    expect(() => store.range()).toThrow(StoreFormatError);
    expect(() => store.verify()).toThrow(StoreFormatError);
    expect(store.get("b")).toEqual(bytes("22"));
  });

  it("for an invalid namespace record, which is not overwritten", () => {
    put(RECORD, bytes("\x07not ours"));
    for (const act of [
      () => store.set("a", bytes("2")),
      () => store.delete("a"),
      () => store.clear(),
      () => store.usage(),
    ]) {
      expect(act).toThrow(StoreFormatError);
    }
    expect(backend.get(RECORD)).toEqual(bytes("\x07not ours"));
    expect(store.get("a")).toEqual(bytes("1"));
  });

  it("and does not affect other namespaces", () => {
    const other = openStore({ backend }).open("app:other");
    put(RECORD, bytes("\x07not ours"));
    other.set("a", bytes("1"));
    expect(other.usage()).toEqual({ bytes: 2, keys: 1 });
  });
});

describe("a backend", () => {
  it("with other data is refused and not changed", () => {
    const foreign = openMemory();
    foreign.commit({ checks: [], writes: [{ type: "put", key: bytes("theirs"), value: bytes("data") }] });
    expect(() => openStore({ backend: foreign })).toThrow(StoreFormatError);
    expect(foreign.scan({}).entries).toEqual([{ key: bytes("theirs"), value: bytes("data") }]);
  });

  it.each(["1", "3"])("with format %s is refused, and not changed; the error names both formats", (format) => {
    put(bytes("\0airssys"), bytes(format));
    const before = backend.scan({}).entries;
    expect(() => openStore({ backend })).toThrow(
      `the store has format ${format}; this version reads and writes format 2`,
    );
    expect(backend.scan({}).entries).toEqual(before);
  });
});
