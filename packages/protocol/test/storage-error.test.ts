import { describe, expect, it } from "vitest";
import { isStorageErrorPayload, STORAGE_ERROR_CODES, StorageError, type StorageErrorPayload } from "../src/index.ts";

const PAYLOADS: readonly [StorageErrorPayload, string][] = [
  [
    { tag: "permission-denied", val: "storage:app:x:read" },
    "permission denied: the component lacks the grant storage:app:x:read",
  ],
  [
    { tag: "quota-exceeded", val: { used: 9n, quota: 10n, requested: 3n } },
    "quota exceeded: 9 of 10 bytes are used and the write would add 3",
  ],
  [{ tag: "key-not-found" }, "key not found"],
  [{ tag: "invalid-key", val: "must not be empty" }, "invalid key: must not be empty"],
  [{ tag: "value-too-large", val: 5n }, "value is larger than the limit of 5 bytes"],
  [{ tag: "internal-error", val: "abc" }, "the host failed (reference abc)"],
  [{ tag: "invalid-argument", val: "a rule" }, "invalid argument: a rule"],
  [{ tag: "limit-exceeded", val: "a limit" }, "limit exceeded: a limit"],
  [{ tag: "conflict" }, "conflict: another commit won"],
];

describe("a storage error", () => {
  it.each(PAYLOADS.map(([payload, message]) => ({ tag: payload.tag, payload, message })))(
    "of $tag says what happened, and carries it as a property of its own",
    ({ payload, message }) => {
      const cause = new Error("underneath");
      const error = new StorageError(payload, { cause });
      expect(error).toMatchObject({ name: "StorageError", code: payload.tag, message, cause });
      expect(Object.hasOwn(error, "payload")).toBe(true);
      expect(error.payload).toBe(payload);
      expect(isStorageErrorPayload(payload)).toBe(true);
    },
  );

  it("has a code for each case of the contract, in its order", () => {
    expect(PAYLOADS.map(([{ tag }]) => tag)).toEqual(STORAGE_ERROR_CODES);
  });

  it.each([undefined, null, "conflict", {}, { tag: "other" }, { tag: 1 }, []])("is not made of %j", (value) => {
    expect(isStorageErrorPayload(value)).toBe(false);
  });
});
