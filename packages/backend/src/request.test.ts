import { BackendError, requireBatch, requireKey, requireLimit } from "@airssys/backend";
import { expect, test } from "vitest";

test("an invalid key is refused with its length and the allowed lengths", () => {
  expect(() => requireKey(new Uint8Array(0), 10)).toThrow('"key" expected 1 to 10 bytes, got 0');
  expect(() => requireKey(new Uint8Array(11), 10)).toThrow('"key" expected 1 to 10 bytes, got 11');
  expect(() => requireKey(new Uint8Array(11), 10)).toThrow(BackendError);
  requireKey(new Uint8Array(1), 10);
  requireKey(new Uint8Array(10), 10);
});

test("an invalid limit is refused with the allowed limits, and a missing one has a default", () => {
  expect(() => requireLimit({ limit: 0 })).toThrow('"limit" expected a whole number from 1 to 1000, got 0');
  expect(requireLimit({ limit: 1 })).toBe(1);
  expect(requireLimit({})).toBe(1_000);
});

test("checks every key of a batch, but not the bounds of a range", () => {
  const key = new Uint8Array(3);
  const long = new Uint8Array(11);
  requireBatch({ checks: [{ key, value: undefined }], writes: [{ type: "delete-range", gte: long, lt: long }] }, 10);
  expect(() => requireBatch({ checks: [{ key: long, value: undefined }], writes: [] }, 10)).toThrow("got 11");
  expect(() => requireBatch({ checks: [], writes: [{ type: "delete", key: long }] }, 10)).toThrow("got 11");
  expect(() => requireBatch({ checks: [], writes: [{ type: "put", key: long, value: key }] }, 10)).toThrow("got 11");
});
