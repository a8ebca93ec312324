import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { openLmdb } from "@airssys/backend-lmdb";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, text, write } from "@airssys/test-kit/text";
import { expect, test } from "vitest";

test("handles on one folder share the store, also through a link, and closing one leaves the other working", () => {
  const folder = temporaryFolder();
  const path = join(folder, "store");
  mkdirSync(path);
  symlinkSync(path, join(folder, "link"));
  const [first, second] = [openLmdb({ path }), openLmdb({ path: join(folder, "link") })];
  write(first, put("a", "1"));
  expect(text(second.get(bytes("a")))).toBe("1");
  first.close();
  first.close();
  write(second, put("a", "2"));
  expect(text(second.get(bytes("a")))).toBe("2");
  second.close();
  const third = openLmdb({ path });
  expect(text(third.get(bytes("a")))).toBe("2");
  third.close();
});

test("a folder that is open is not opened with other options", () => {
  const path = join(temporaryFolder(), "store");
  const backend = openLmdb({ path });
  expect(() => openLmdb({ path, readOnly: true })).toThrow(
    expect.objectContaining({ name: "BackendError", code: "options" }),
  );
  backend.close();
  const reader = openLmdb({ path, readOnly: true });
  expect(() => openLmdb({ path })).toThrow(expect.objectContaining({ code: "options" }));
  reader.close();
});

test("a store that was opened for reading is read, and refuses every commit", () => {
  const path = join(temporaryFolder(), "store");
  const writer = openLmdb({ path });
  write(writer, put("a", "1"));
  writer.close();
  const reader = openLmdb({ path, readOnly: true });
  const refusal = expect.objectContaining({ code: "read-only", outcome: "not-committed" });
  expect(() => write(reader, put("a", "2"))).toThrow(refusal);
  expect(() => reader.commit({ checks: [], writes: [] })).toThrow(refusal);
  expect(text(reader.get(bytes("a")))).toBe("1");
  expect(reader.scan({}).entries).toHaveLength(1);
  reader.close();
});

test("stats counts the entries and the bytes on the disk", () => {
  const backend = openLmdb({ path: join(temporaryFolder(), "store") });
  const { bytesOnDisk = 0 } = backend.stats();
  write(backend, put("a", "1"), put("b", new Uint8Array(100_000)));
  expect(backend.stats().entries).toBe(2);
  expect(backend.stats().bytesOnDisk).toBeGreaterThan(bytesOnDisk + 100_000);
  backend.close();
});
