import type { Backend, Check, Write } from "@airssys/backend";
import { assert } from "chai";
import { bytes, type Readable } from "./text-bytes.ts";

export function put(key: Readable, value: Readable): Write {
  return { type: "put", key: bytes(key), value: bytes(value) };
}

export function remove(key: Readable): Write {
  return { type: "delete", key: bytes(key) };
}

export function removeRange(gte: Readable, lt: Readable): Write {
  return { type: "delete-range", gte: bytes(gte), lt: bytes(lt) };
}

/** Creates the check that a key has a value; `undefined`: that it is absent. */
export function check(key: Readable, value: Readable | undefined): Check {
  return { key: bytes(key), value: value === undefined ? undefined : bytes(value) };
}

/** Commits writes without checks. */
export async function write(backend: Backend, ...writes: Write[]): Promise<void> {
  const isCommitted = await backend.commit({ checks: [], writes });
  assert.equal(isCommitted, true, "a commit without checks answers");
}

/** Puts each key with itself as the value. */
export async function fill(backend: Backend, ...keys: Readable[]): Promise<void> {
  await write(backend, ...keys.map((key) => put(key, key)));
}

/** Commits writes under checks, and returns whether the checks held. */
export async function writeIf(backend: Backend, checks: Check[], ...writes: Write[]): Promise<boolean> {
  return await backend.commit({ checks, writes });
}
