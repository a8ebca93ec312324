import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PAGE_BYTES_MAX } from "@airssys/backend";
import { openSqlite } from "@airssys/backend-sqlite";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, write } from "@airssys/test-kit/text";
import { expect, onTestFinished, test } from "vitest";

function openStore() {
  const path = join(temporaryFolder(), "store.db");
  const backend = openSqlite({ path, synchronous: "normal" });
  onTestFinished(() => backend.close());
  return { path, backend };
}

/** Bytes that tell when a piece is missing or in another place. */
const patternOf = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 8)) % 256);

/** Around the lengths at which values are kept in pieces, and the sizes of pages. */
const LENGTHS = [0, 1, 63, 64, 65, 511, 512, 513, 4_000, 65_536, 1_048_576, 3_000_001];

test("values of every length are read as they were written, alone, together, in pages and in part", () => {
  const { backend } = openStore();
  const keys = LENGTHS.map((_, index) => bytes(`key/${String(index).padStart(2, "0")}`));
  const values = LENGTHS.map(patternOf);
  const writes = keys.map((key, index) => ({ type: "put", key, value: values[index] as Uint8Array }) as const);
  backend.commit({ checks: [], writes });
  const isSame = (found: readonly (Uint8Array | undefined)[], bytesMax = Number.POSITIVE_INFINITY) =>
    values.every((value, index) => Buffer.compare(value.subarray(0, bytesMax), found[index] ?? bytes("absent")) === 0);
  expect(isSame(keys.map((key) => backend.get(key)))).toBe(true);
  expect(isSame(backend.getMany(keys))).toBe(true);
  for (const reverse of [false, true]) {
    const found = backend.scan({ reverse }).entries.map(({ value }) => value);
    expect(isSame(reverse ? found.reverse() : found)).toBe(true);
  }
  for (const valueBytesMax of [0, 1, 64, 65, 512, 600, 70_000])
    expect(
      isSame(
        backend.scan({ valueBytesMax }).entries.map(({ value }) => value),
        valueBytesMax,
      ),
    ).toBe(true);
  const checks = keys.map((key, index) => ({ key, value: values[index] }));
  expect(backend.commit({ checks, writes: [] })).toBe(true);
});

test("a page ends with the entry that reaches its size, and reads no more of the long values than it has", () => {
  const { backend } = openStore();
  for (let number = 0; number < 20; number++)
    write(backend, put(`key/${String(number).padStart(2, "0")}`, patternOf(1_048_576)));
  const page = backend.scan({});
  expect([page.entries.length, page.isLast]).toEqual([Math.ceil(PAGE_BYTES_MAX / 1_048_582), false]);
});

test("a long value that is overwritten or deleted leaves nothing behind", () => {
  const { path, backend } = openStore();
  const other = new DatabaseSync(path, { readOnly: true });
  const rests = () => other.prepare("SELECT count(*) AS rests FROM rests").get()?.rests;
  const long = "x".repeat(10_000);
  write(backend, put("a", long), put("b", long), put("c", long), put("d", long), put("e", "short"));
  expect(rests()).toBe(4);
  write(backend, put("a", "short"), put("b", `${long}er`), { type: "delete", key: bytes("c") });
  expect(rests()).toBe(2);
  write(backend, { type: "delete-range", gte: bytes("a"), lt: bytes("z") });
  expect(rests()).toBe(0);
  other.close();
});

test("the space of what was deleted is used again", () => {
  const { backend } = openStore();
  const fill = () => {
    for (let number = 0; number < 20; number++) write(backend, put(`key/${number}`, patternOf(100_000)));
    write(backend, { type: "delete-range", gte: bytes("a"), lt: bytes("z") });
  };
  for (let round = 0; round < 3; round++) fill();
  const { bytesOnDisk = 0 } = backend.stats();
  for (let round = 0; round < 3; round++) fill();
  expect(backend.stats().bytesOnDisk).toBeLessThan(bytesOnDisk * 1.5);
});
