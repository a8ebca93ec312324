/// <reference types="@airssys/wit/guest" />

import { storageGet, storageSet } from "airssys:wasm/storage@0.1.0";
import { Storage } from "@airssys/storage";

// Keys and values are made while the component is built, so that calls spend their time in storage alone.
const KEYS = 1_000;
const keysFrom = (prefix: string) =>
  Array.from({ length: KEYS }, (_, index) => `${prefix}/${String((index * 7_919) % KEYS).padStart(22, "0")}`);
const rawKeys = keysFrom("r");
const typedKeys = keysFrom("t");
const bytes = new Uint8Array(100).fill(0x61);
const text = "a".repeat(98);
const storage = new Storage<string>();

const rawKey = (index: number) => rawKeys[index % KEYS] as string;
const typedKey = (index: number) => typedKeys[index % KEYS] as string;

export function getMany(first: number, count: number): number {
  let length = 0;
  for (let index = first; index < first + count; index++) length += storageGet(rawKey(index))?.length ?? 0;
  return length;
}

export function setMany(first: number, count: number): void {
  for (let index = first; index < first + count; index++) storageSet(rawKey(index), bytes);
}

export function getManyTyped(first: number, count: number): number {
  let length = 0;
  for (let index = first; index < first + count; index++) length += storage.get(typedKey(index))?.length ?? 0;
  return length;
}

export function setManyTyped(first: number, count: number): void {
  for (let index = first; index < first + count; index++) storage.set(typedKey(index), text);
}

export function nothing(): void {}
