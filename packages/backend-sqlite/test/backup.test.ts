import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Backend, BackupOptions, BackupProgress } from "@airssys/backend";
import { openSqlite } from "@airssys/backend-sqlite";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, text, write } from "@airssys/test-kit/text";
import { expect, onTestFinished, test } from "vitest";

function openStoreWith(count: number) {
  const folder = temporaryFolder();
  const store = join(folder, "store.db");
  const backend = openSqlite({ path: store, synchronous: "normal" });
  onTestFinished(() => backend.close());
  for (let index = 0; index < count; index++) write(backend, put(`key/${index}`, "x".repeat(1_000)));
  return { backend, store, path: join(folder, "backups", "monday.db") };
}

async function backUp(backend: Backend, options: BackupOptions) {
  if (backend.backup === undefined) throw new Error("sqlite has backups");
  return await backend.backup(options);
}

test("a backup holds what was committed when it began, while others write, and is a store", async () => {
  const { backend, store, path } = openStoreWith(300);
  const told: BackupProgress[] = [];
  const backup = backUp(backend, { path, onProgress: (progress) => told.push(progress) });
  const other = openSqlite({ path: store, synchronous: "normal" });
  for (const [index, writer] of [backend, other, backend, other].entries()) write(writer, put(`late/${index}`, "1"));
  other.close();
  const { bytes: size } = await backup;
  expect(told.at(-1)).toEqual({ bytes: size, bytesMax: size });
  expect(readdirSync(dirname(path))).toEqual(["monday.db"]);
  const copy = openSqlite({ path });
  expect(copy.scan({ limit: 1_000 }).entries).toHaveLength(300);
  expect(write(copy, put("a", "1"))).toBe(true);
  copy.close();
});

test("a backup is looked at before it is there, and is not there if that fails", async () => {
  const { backend, path } = openStoreWith(1);
  const seen: unknown[] = [];
  const inspect = async (copy: Backend) => {
    seen.push(text(await copy.get(bytes("key/0")))?.length, existsSync(path));
    throw new Error("not as recorded");
  };
  await expect(backUp(backend, { path, inspect })).rejects.toThrow("not as recorded");
  expect(seen).toEqual([1_000, false]);
  expect(readdirSync(dirname(path))).toEqual([]);
});

test("a backup goes nowhere where something is", async () => {
  const { backend, path } = openStoreWith(1);
  mkdirSync(path, { recursive: true });
  await expect(backUp(backend, { path })).rejects.toMatchObject({ code: "invalid" });
  expect(readdirSync(path)).toEqual([]);
});

test("a backup whose listener throws fails with that, and leaves nothing", async () => {
  const { backend, path } = openStoreWith(1);
  const onProgress = () => {
    throw new Error("no listener");
  };
  await expect(backUp(backend, { path, onProgress })).rejects.toThrow("no listener");
  expect(readdirSync(dirname(path))).toEqual([]);
});

test("a snapshot shows one moment, cannot be written, and outlives the handle that it came from", () => {
  const { backend } = openStoreWith(3);
  const snapshot = backend.snapshot?.();
  if (snapshot === undefined) throw new Error("sqlite has snapshots");
  write(backend, put("key/0", "changed"), put("late", "1"), { type: "delete", key: bytes("key/1") });
  expect(text(snapshot.get(bytes("key/0")))?.length).toBe(1_000);
  expect(snapshot.getMany([bytes("key/1"), bytes("late")]).map((value) => value?.length)).toEqual([1_000, undefined]);
  expect(snapshot.scan({ valueBytesMax: 0 }).entries.map(({ key }) => text(key))).toEqual(["key/0", "key/1", "key/2"]);
  expect(snapshot.count({}).keys).toBe(3);
  expect(() => write(snapshot, put("a", "1"))).toThrow(expect.objectContaining({ code: "read-only" }));
  expect(text(backend.get(bytes("key/0")))).toBe("changed");
  backend.close();
  expect(text(snapshot.get(bytes("key/0")))?.length).toBe(1_000);
  snapshot.close();
  snapshot.close();
  expect(() => snapshot.get(bytes("key/0"))).toThrow(expect.objectContaining({ code: "closed" }));
});
