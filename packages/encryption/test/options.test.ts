// Every options object of the guest packages refuses a name that it does not know.

import * as collections from "@airssys/collections";
import { type IndexBy, IndexedMap, LookupMap } from "@airssys/collections";
import { hostStorage, integerCodec, prefixedStorage, Storage, versionedCodec } from "@airssys/storage";
import { beforeEach, expect, test } from "vitest";
import { inCall } from "../../storage/test/host-binding.ts";
import { aesGcm } from "../src/aes-gcm.ts";
import { blindedNames } from "../src/blinded-names.ts";
import { hostCipher } from "../src/host-cipher.ts";
import { EncryptedStorage, encrypted } from "../src/index.ts";
import { openHost } from "./setting.ts";

beforeEach(() => openHost());

const storage = new Storage<unknown>();
const view = new Storage<unknown>({ prefix: "v/" });
const cipher = hostCipher({ keyName: "k" });
const sealed = encrypted(hostStorage, cipher);
const key = new Uint8Array(32).fill(1);
const { StorageMap, StorageSet, StorageVector, StorageQueue, PriorityQueue, MultiMap, MapOf, VectorOf } = collections;
const tree = new collections.TreeMap<string, number>("tree");
const by: IndexBy<number> = (age) => age;
const indexed = new IndexedMap<string, number>("indexed", { indexes: { by } });

/** A call for each options object, which is given one with a name that is not known. */
const CALLS: Readonly<Record<string, (unknown: never) => unknown>> = {
  Storage: (options) => new Storage(options),
  "Storage.set": (options) => storage.set("a", 1, options),
  "Storage.setMany": (options) => storage.setMany([["a", 1]], options),
  "Storage.keys, range": (options) => storage.keys(options),
  "Storage.keys, walk": (options) => storage.keys("", options),
  "Storage.entries, range": (options) => storage.entries(options),
  "Storage.entries, walk": (options) => storage.entries("", options),
  "Storage.count": (options) => storage.count(options),
  "Storage.deleteRange": (options) => storage.deleteRange(options),
  "Batch.set": (options) => storage.batch().set("a", 1, options),
  "ByteStorage.set": (options) => hostStorage.set("a", key, options),
  "ByteStorage.page, range": (options) => hostStorage.page(options),
  "ByteStorage.page, walk": (options) => hostStorage.page({}, options),
  "ByteStorage.keyPage": (options) => hostStorage.keyPage({}, options),
  "a view, count": (options) => view.count(options),
  "a view, deleteRange": (options) => view.deleteRange(options),
  "a view, set": (options) => view.set("a", 1, options),
  "a view, page": (options) => prefixedStorage(hostStorage, "v/").page({}, options),
  integerCodec: (options) => integerCodec(options),
  versionedCodec: (options) => versionedCodec(Object.assign({ version: 1 }, options)),
  EncryptedStorage: (options) => new EncryptedStorage(Object.assign({ cipher }, options)),
  encrypted: (options) => encrypted(hostStorage, cipher, options),
  "encrypted, set": (options) => sealed.set("a", key, options),
  "encrypted, page": (options) => sealed.page(options),
  "encrypted, count": (options) => sealed.count(options),
  reencrypt: (options) => sealed.reencrypt(options),
  hostCipher: (options) => hostCipher(Object.assign({ keyName: "k" }, options)),
  blindedNames: (options) => blindedNames(Object.assign({ key }, options)),
  "a key ring": (options) => aesGcm(Object.assign({ keys: [{ number: 1, bytes: key }], newest: 1 }, options)),
  "a key of a ring": (options) => aesGcm({ keys: [Object.assign({ number: 1, bytes: key }, options)], newest: 1 }),
  "blinded names, count": (options) => encrypted(hostStorage, cipher, { names: blindedNames({ key }) }).count(options),
  Cell: (options) => new collections.Cell("c", options),
  "Cell.set": (options) => new collections.Cell("c").set(1, options),
  Counter: (options) => new collections.Counter("n", options),
  "Counter.increment": (options) => new collections.Counter("n").increment(1, options),
  LookupMap: (options) => new LookupMap("m", options),
  "LookupMap.set": (options) => new LookupMap("m").set("a", 1, options),
  "LookupMap.setMany": (options) => new LookupMap("m").setMany([["a", 1]], options),
  LookupSet: (options) => new collections.LookupSet("s", options),
  "LookupSet.add": (options) => new collections.LookupSet("s").add("a", options),
  "LookupSet.addMany": (options) => new collections.LookupSet("s").addMany(["a"], options),
  StorageMap: (options) => new StorageMap("m", options),
  "StorageMap.keys": (options) => new StorageMap("m").keys(options),
  "StorageMap.values": (options) => new StorageMap("m").values(options),
  "StorageMap.entries": (options) => new StorageMap("m").entries(options),
  StorageSet: (options) => new StorageSet("s", options),
  "StorageSet.values": (options) => new StorageSet("s").values(options),
  "StorageSet.keys": (options) => new StorageSet("s").keys(options),
  "StorageSet.entries": (options) => new StorageSet("s").entries(options),
  TreeMap: (options) => new collections.TreeMap("tree", options),
  "TreeMap.range": (options) => tree.range(options),
  "TreeMap.count": (options) => tree.count(options),
  "TreeMap.deleteRange": (options) => tree.deleteRange(options),
  IndexedMap: (options) => new IndexedMap("i", Object.assign({ indexes: {} }, options)),
  "an index": (options) => new IndexedMap("i", { indexes: { one: Object.assign({ by }, options) } }),
  "IndexedMap.set": (options) => indexed.set("a", 1, options),
  "IndexedMap.setMany": (options) => indexed.setMany([["a", 1]], options),
  "IndexedMap.check": (options) => indexed.check(options),
  "MapIndex.entries": (options) => indexed.index("by").entries(1, options),
  "MapIndex.range": (options) => indexed.index("by").range(options),
  "MapIndex.count": (options) => indexed.index("by").count(options),
  StorageVector: (options) => new StorageVector("v", options),
  "StorageVector.keys": (options) => new StorageVector("v").keys(options),
  "StorageVector.values": (options) => new StorageVector("v").values(options),
  "StorageVector.entries": (options) => new StorageVector("v").entries(options),
  "StorageVector.check": (options) => new StorageVector("v").check(options),
  StorageQueue: (options) => new StorageQueue("q", options),
  "StorageQueue.values": (options) => new StorageQueue("q").values(options),
  "StorageQueue.check": (options) => new StorageQueue("q").check(options),
  PriorityQueue: (options) => new PriorityQueue("p", options),
  "PriorityQueue.values": (options) => new PriorityQueue("p").values(options),
  "PriorityQueue.entries": (options) => new PriorityQueue("p").entries(options),
  MultiMap: (options) => new MultiMap("u", options),
  "MultiMap.add": (options) => new MultiMap("u").add("a", "b", options),
  "MultiMap.keys": (options) => new MultiMap("u").keys(options),
  "MultiMap.entries": (options) => new MultiMap("u").entries(options),
  MapOf: (options) => new MapOf("o", StorageSet, options),
  "MapOf.keys": (options) => new MapOf("o", StorageSet).keys(options),
  "MapOf.values": (options) => new MapOf("o", StorageSet).values(options),
  "MapOf.entries": (options) => new MapOf("o", StorageSet).entries(options),
  "MapOf.check": (options) => new MapOf("o", StorageSet).check(options),
  VectorOf: (options) => new VectorOf("w", StorageSet, options),
  "VectorOf.check": (options) => new VectorOf("w", StorageSet).check(options),
};

test.each(Object.entries(CALLS))("%s refuses an unknown option at once, and names the known ones", (_name, call) => {
  const misspelt = { prefx: "users/" } as never;
  expect(() => inCall(() => call(misspelt))).toThrow(
    expect.objectContaining({
      code: "invalid-argument",
      message: expect.stringMatching(/^invalid argument: "prefx" is no option here; known: \w+(, \w+)*$/),
    }),
  );
  expect(storage.listKeys()).toEqual([]);
});
