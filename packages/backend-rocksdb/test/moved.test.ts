import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { openRocksdb } from "@airssys/backend-rocksdb";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, text, write } from "@airssys/test-kit/text";
import { expect, test } from "vitest";
import { openTemporary, temporaryPath } from "./temporary-store.ts";

const MOVED = expect.objectContaining({ name: "BackendError", code: "moved", outcome: "not-committed" });

test.each([
  ["its folder is removed", (path: string) => rmSync(path, { recursive: true })],
  ["its folder is moved", (path: string) => renameSync(path, `${path}-away`)],
  [
    "its lock file is removed, without which other processes would come in",
    (path: string) => unlinkSync(join(path, "LOCK")),
  ],
])("a store refuses to commit once %s", async (_what, spoil) => {
  const backend = await openTemporary();
  write(backend, put("a", "1"));
  spoil(backend.path);
  expect(() => write(backend, put("a", "2"))).toThrow(MOVED);
  expect(text(backend.get(bytes("a")))).toBe("1");
});

test("a store that comes back takes commits again", async () => {
  const backend = await openTemporary();
  renameSync(backend.path, `${backend.path}-away`);
  expect(() => write(backend, put("a", "2"))).toThrow(MOVED);
  renameSync(`${backend.path}-away`, backend.path);
  expect(write(backend, put("a", "3"))).toBe(true);
});

test("flush of a store that was moved is an error too", async () => {
  const backend = await openTemporary(temporaryPath(), { durable: false });
  write(backend, put("a", "1"));
  renameSync(backend.path, `${backend.path}-away`);
  expect(() => backend.flush()).toThrow(MOVED);
});

test("another store in the place of one that is open is refused, and commits to either with it", async () => {
  const path = temporaryPath();
  await (await openRocksdb({ path })).close();
  cpSync(path, `${path}-copy`, { recursive: true });
  const backend = await openTemporary(path);
  renameSync(path, `${path}-away`);
  renameSync(`${path}-copy`, path);
  expect(() => write(backend, put("a", "lost"))).toThrow(MOVED);
  await expect(openRocksdb({ path })).rejects.toMatchObject({ code: "in-use" });
});

test("a link that now leads to another store refuses the commits of whoever opened it before", async () => {
  const folder = temporaryFolder();
  const link = join(folder, "current");
  for (const name of ["one", "two"]) mkdirSync(join(folder, name));
  symlinkSync(join(folder, "one"), link);
  const [first, direct] = [await openTemporary(link), await openTemporary(join(folder, "one"))];
  unlinkSync(link);
  symlinkSync(join(folder, "two"), link);
  expect(() => write(first, put("a", "1"))).toThrow(MOVED);
  expect(write(direct, put("a", "1"))).toBe(true);
  expect((await openTemporary(link)).get(bytes("a"))).toBeUndefined();
});
