import { mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Backend, BackupProgress } from "@airssys/backend";
import { openRocksdb, type RocksdbBackend } from "@airssys/backend-rocksdb";
import { Child } from "@airssys/test-kit/child";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, text, write } from "@airssys/test-kit/text";
import { expect, test } from "vitest";
import { openTemporary } from "./temporary-store.ts";

async function openStoreWith(count: number): Promise<{ readonly backend: RocksdbBackend; readonly path: string }> {
  const folder = temporaryFolder();
  const backend = await openTemporary(join(folder, "store"));
  for (let index = 0; index < count; index++) write(backend, put(`key/${index}`, "x".repeat(1_000)));
  return { backend, path: join(folder, "backups", "monday") };
}

test("a backup holds what was committed when it began, is told of, and can be opened", async () => {
  const { backend, path } = await openStoreWith(300);
  const told: BackupProgress[] = [];
  const backup = backend.backup({ path, onProgress: (progress) => told.push(progress) });
  const { bytes: size } = await backup;
  write(backend, put("late", "1"));
  expect(told.at(-1)?.bytes).toBeGreaterThan(0);
  expect(told.at(-1)?.bytes).toBeLessThanOrEqual(told.at(-1)?.bytesMax ?? 0);
  expect(size).toBeGreaterThan(0);
  expect(readdirSync(dirname(path))).toEqual(["monday"]);
  const copy = await openTemporary(path);
  expect(copy.scan({ limit: 1_000 }).entries).toHaveLength(300);
  expect(copy.get(bytes("late"))).toBeUndefined();
  expect(write(copy, put("a", "1"))).toBe(true);
});

test("a backup is looked at before it is there, and is not there if that fails", async () => {
  const { backend, path } = await openStoreWith(1);
  const seen: unknown[] = [];
  const inspect = async (copy: Backend) => {
    seen.push(text(await copy.get(bytes("key/0")))?.length, readdirSync(dirname(path)).includes("monday"));
    throw new Error("not as recorded");
  };
  await expect(backend.backup({ path, inspect })).rejects.toThrow("not as recorded");
  expect(seen).toEqual([1_000, false]);
  expect(readdirSync(dirname(path))).toEqual([]);
});

test("a backup goes nowhere where something is", async () => {
  const { backend, path } = await openStoreWith(1);
  mkdirSync(path, { recursive: true });
  await expect(backend.backup({ path })).rejects.toMatchObject({ code: "invalid" });
  expect(readdirSync(path)).toEqual([]);
});

test("a backup whose listener throws fails with that, and leaves nothing", async () => {
  const { backend, path } = await openStoreWith(1);
  const onProgress = () => {
    throw new Error("no listener");
  };
  await expect(backend.backup({ path, onProgress })).rejects.toThrow("no listener");
  expect(readdirSync(dirname(path))).toEqual([]);
});

test("a process that is killed while it makes a backup leaves nothing at its place", async () => {
  const { backend, path } = await openStoreWith(300);
  await backend.close();
  const store = join(dirname(dirname(path)), "store");
  const child = new Child(new URL("./children/backer.ts", import.meta.url), [store, path]);
  await child.spoken();
  child.process.kill("SIGKILL");
  await child.ended;
  const left = readdirSync(dirname(path));
  expect(left).toHaveLength(1);
  expect(left[0]).toMatch(/^monday\.partial-[0-9a-f-]{36}$/);
  const again = await openRocksdb({ path: store });
  await again.backup({ path });
  await again.close();
  expect(readdirSync(dirname(path))).toContain("monday");
});

test("a snapshot shows one moment, cannot be written, and outlives the handle that it came from", async () => {
  const { backend } = await openStoreWith(3);
  const snapshot = backend.snapshot();
  write(backend, put("key/0", "changed"), put("late", "1"));
  for (let turn = 0; turn < 50; turn++) write(backend, put("more", "x".repeat(10_000 + turn)));
  expect(text(snapshot.get(bytes("key/0")))?.length).toBe(1_000);
  expect(snapshot.get(bytes("late"))).toBeUndefined();
  expect(snapshot.getMany([bytes("key/1"), bytes("late")])[1]).toBeUndefined();
  expect(snapshot.scan({ valueBytesMax: 0 }).entries.map(({ key }) => text(key))).toEqual(["key/0", "key/1", "key/2"]);
  expect(snapshot.scan({ reverse: true, limit: 1 }).entries[0]?.value).toHaveLength(1_000);
  expect(snapshot.scan({ reverse: true, lt: bytes("key/2") }).entries.map(({ key }) => text(key))).toEqual([
    "key/1",
    "key/0",
  ]);
  expect(snapshot.scan({ gte: bytes("key/1"), lt: bytes("key/2") }).entries).toHaveLength(1);
  expect(snapshot.count({ gte: bytes("key/1") })).toEqual({ keys: 2, next: undefined });
  expect(snapshot.scan({ gte: bytes("key/1"), reverse: true, valueBytesMax: 0 }).entries).toHaveLength(2);
  expect(() => write(snapshot, put("a", "1"))).toThrow(expect.objectContaining({ code: "read-only" }));
  expect(text(backend.get(bytes("key/0")))).toBe("changed");
  await backend.close();
  expect(text(snapshot.get(bytes("key/0")))?.length).toBe(1_000);
  snapshot.close();
  snapshot.close();
  expect(() => snapshot.get(bytes("key/0"))).toThrow(expect.objectContaining({ code: "closed" }));
});
