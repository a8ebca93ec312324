import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { openLmdb } from "@airssys/backend-lmdb";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, text, write } from "@airssys/test-kit/text";
import { expect, test } from "vitest";

const MOVED = expect.objectContaining({ name: "BackendError", code: "moved", outcome: "not-committed" });

function storeWith(value: string) {
  const folder = temporaryFolder();
  const path = join(folder, "store");
  const backend = openLmdb({ path });
  write(backend, put("a", value));
  return { folder, path, backend };
}

test("a store that was moved refuses to commit, and a copy in its place is opened as another store", () => {
  const { folder, path, backend } = storeWith("old");
  cpSync(path, join(folder, "backup"), { recursive: true });
  write(backend, put("a", "newer"));
  renameSync(path, join(folder, "away"));
  renameSync(join(folder, "backup"), path);
  const restored = openLmdb({ path });
  expect(text(restored.get(bytes("a")))).toBe("old");
  expect(() => write(backend, put("a", "lost"))).toThrow(MOVED);
  expect(write(restored, put("a", "kept"))).toBe(true);
  restored.close();
  backend.close();
  const again = openLmdb({ path });
  expect(text(again.get(bytes("a")))).toBe("kept");
  again.close();
});

test.each([
  ["its folder is removed", (path: string) => rmSync(path, { recursive: true })],
  ["its data file is replaced", (path: string) => replace(join(path, "data.mdb"))],
  [
    "its lock file is removed, without which other processes would not wait",
    (path: string) => unlinkSync(join(path, "lock.mdb")),
  ],
])("a store refuses to commit once %s", (_what, spoil) => {
  const { path, backend } = storeWith("1");
  spoil(path);
  expect(() => write(backend, put("a", "2"))).toThrow(MOVED);
  expect(text(backend.get(bytes("a")))).toBe("1");
  backend.close();
});

test("a data file that was replaced beside a lock file in use is not opened as the old one", () => {
  const { path, backend } = storeWith("1");
  replace(join(path, "data.mdb"));
  expect(() => openLmdb({ path })).toThrow(MOVED);
  backend.close();
  const again = openLmdb({ path });
  expect(text(again.get(bytes("a")))).toBe("1");
  again.close();
});

test("a store that comes back takes commits again", () => {
  const { folder, path, backend } = storeWith("1");
  renameSync(path, join(folder, "away"));
  expect(() => write(backend, put("a", "2"))).toThrow(MOVED);
  renameSync(join(folder, "away"), path);
  expect(write(backend, put("a", "3"))).toBe(true);
  backend.close();
});

test("a link that now leads to another store refuses the commits of whoever opened it before", () => {
  const folder = temporaryFolder();
  const link = join(folder, "current");
  for (const name of ["one", "two"]) mkdirSync(join(folder, name));
  symlinkSync(join(folder, "one"), link);
  const [first, direct] = [openLmdb({ path: link }), openLmdb({ path: join(folder, "one") })];
  unlinkSync(link);
  symlinkSync(join(folder, "two"), link);
  expect(() => write(first, put("a", "1"))).toThrow(MOVED);
  expect(write(direct, put("a", "1"))).toBe(true);
  const second = openLmdb({ path: link });
  expect(second.get(bytes("a"))).toBeUndefined();
  for (const backend of [first, direct, second]) backend.close();
});

function replace(file: string): void {
  cpSync(file, `${file}.new`);
  renameSync(`${file}.new`, file);
}
