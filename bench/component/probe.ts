/// <reference types="@airssys/wit/guest" />

import { storageGet, storageSet } from "airssys:wasm/storage@0.1.0";
import { storageGetMany, storageWrite, type Write } from "airssys:wasm/storage-batch@0.1.0";
import { storageRange } from "airssys:wasm/storage-ranges@0.1.0";
import { Storage } from "@airssys/storage";

// Keys and values are made before they are measured: most while the component is built, values of other sizes when they
// are set for the first time.
const KEYS = 1_000;
const BATCH = 100;
const SIZE = 100;
const KEY_LENGTH = 24;
const keysFrom = (prefix: string) =>
  Array.from({ length: KEYS }, (_, index) => {
    const number = String((index * 7_919) % KEYS);
    return `${prefix}/${number.padStart(KEY_LENGTH - prefix.length - 1, "0")}`;
  });
const typedKeys = keysFrom("t");
const text = "a".repeat(SIZE - 2);
const storage = new Storage<string>();
const typedKey = (index: number) => typedKeys[index % KEYS] as string;

interface Entries {
  readonly keys: readonly string[];
  readonly value: Uint8Array;
}

/** Keys that begin with the size of their values, and so belong to no other. */
const entriesOf = (size: number): Entries => ({
  keys: keysFrom(`${size}`),
  value: new Uint8Array(size).fill(0x61),
});
const small = entriesOf(SIZE);
const entriesBySize = new Map([[SIZE, small]]);
const batches = Array.from({ length: KEYS / BATCH }, (_, batch) =>
  small.keys.slice(batch * BATCH, (batch + 1) * BATCH),
);
const writes = batches.map((keys) => keys.map((key): Write => ({ tag: "set", val: { key, value: small.value } })));

function knownEntriesOf(size: number): Entries {
  const known = entriesBySize.get(size);
  if (known !== undefined) return known;
  const made = entriesOf(size);
  entriesBySize.set(size, made);
  return made;
}

function getEach(size: number, first: number, count: number): number {
  const { keys } = knownEntriesOf(size);
  let length = 0;
  for (let index = first; index < first + count; index++)
    length += storageGet(keys[index % KEYS] as string)?.length ?? 0;
  return length;
}

function setEach(size: number, first: number, count: number): void {
  const { keys, value } = knownEntriesOf(size);
  for (let index = first; index < first + count; index++) storageSet(keys[index % KEYS] as string, value);
}

function getEachTyped(first: number, count: number): number {
  let length = 0;
  for (let index = first; index < first + count; index++) length += storage.get(typedKey(index))?.length ?? 0;
  return length;
}

function setEachTyped(first: number, count: number): void {
  for (let index = first; index < first + count; index++) storage.set(typedKey(index), text);
}

function getTogether(batch: number): number {
  return storageGetMany(batches[batch % batches.length] as string[]).reduce(
    (length, value) => length + (value?.length ?? 0),
    0,
  );
}

function setTogether(batch: number): void {
  storageWrite([], writes[batch % writes.length] as Write[]);
}

function readRange(count: number): number {
  const prefix = `${SIZE}/`;
  const { entries } = storageRange({ prefix }, { reverse: false, limit: count }, undefined);
  return entries.reduce((length, { key, value }) => length + key.length + value.length, 0);
}

function nothing(): void {}

export const work = {
  getEach,
  setEach,
  getEachTyped,
  setEachTyped,
  getTogether,
  setTogether,
  readRange,
  nothing,
};
