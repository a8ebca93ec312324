import { STORAGE_ERROR_CODES, StorageError, type StorageErrorPayload } from "@airssys/protocol";
import { beforeEach, expect, test } from "vitest";
import { failNextWith, failNextWithUnknown, foreignRealm, reset } from "../../test/host-binding.ts";
import { clearAll, deleteKey, getBytes, hasKey, listKeys, readUsedBytes, setBytes } from "./storage.ts";

beforeEach(reset);

const PAYLOADS: readonly StorageErrorPayload[] = [
  { tag: "permission-denied", val: "storage:component:notes:write" },
  { tag: "quota-exceeded", val: { used: 1n, quota: 2n ** 60n + 1n, requested: 3n } },
  { tag: "key-not-found" },
  { tag: "invalid-key", val: "must not be empty" },
  { tag: "value-too-large", val: 1_048_576n },
  { tag: "internal-error", val: "ab12" },
  { tag: "invalid-argument", val: "no" },
  { tag: "limit-exceeded", val: "10000 keys" },
  { tag: "conflict" },
];

const CALLS = [
  () => getBytes("a"),
  () => setBytes("a", new Uint8Array()),
  () => deleteKey("a"),
  () => hasKey("a"),
  () => listKeys(undefined),
  () => readUsedBytes(),
  () => clearAll(),
];

test("the stand-in for the bindings hands out values of another realm", () => {
  expect(foreignRealm.bytes(new Uint8Array(1))).not.toBeInstanceOf(Uint8Array);
  expect(foreignRealm.array([])).not.toBeInstanceOf(Array);
});

test("bytes come back in the component's own realm", () => {
  setBytes("a", new Uint8Array([1, 2, 3]));
  const bytes = getBytes("a");
  expect(bytes).toBeInstanceOf(Uint8Array);
  expect(bytes).toEqual(new Uint8Array([1, 2, 3]));
});

test("an empty value is a value", () => {
  setBytes("a", new Uint8Array());
  expect(getBytes("a")).toEqual(new Uint8Array());
  expect(getBytes("b")).toBeUndefined();
});

test("lists come back in the component's own realm", () => {
  setBytes("a", new Uint8Array());
  expect(listKeys(undefined)).toBeInstanceOf(Array);
  expect(listKeys(undefined)).toEqual(["a"]);
});

test("every function turns what the bindings throw into a StorageError", () => {
  for (const call of CALLS) {
    failNextWith({ tag: "conflict" });
    expect(call).toThrow(expect.objectContaining({ name: "StorageError", code: "conflict" }));
  }
});

test("the cases tried are all cases of the contract", () => {
  expect(PAYLOADS.map((payload) => payload.tag)).toEqual(STORAGE_ERROR_CODES);
});

test.each(PAYLOADS)("$tag keeps what it carries and is made in the component's own realm", (payload) => {
  failNextWith(payload);
  const error = thrownBy(() => getBytes("a"));
  expect(error).toBeInstanceOf(StorageError);
  expect(error).toHaveProperty("payload", payload);
  expect(Object.getPrototypeOf((error as StorageError).payload)).toBe(Object.prototype);
  expect((error as StorageError).cause).toHaveProperty("payload.tag", payload.tag);
});

test.each([new RangeError("engine"), "text", undefined, { payload: { tag: "no-such-case" } }, { payload: null }])(
  "what is no error of the contract passes as it is: %s",
  (unknownError) => {
    failNextWithUnknown(unknownError ?? null);
    expect(thrownBy(() => hasKey("a"))).toBe(unknownError ?? null);
  },
);

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
