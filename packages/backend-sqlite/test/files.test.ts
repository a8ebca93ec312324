import {
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqlite } from "@airssys/backend-sqlite";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, text, write } from "@airssys/test-kit/text";
import { expect, onTestFinished, test } from "vitest";

const failure = (code: string) => expect.objectContaining({ name: "BackendError", code, outcome: "not-committed" });
const MOVED = failure("moved");

function storeWith(value: string) {
  const path = join(temporaryFolder(), "folder", "store.db");
  const backend = openSqlite({ path });
  onTestFinished(() => backend.close());
  write(backend, put("a", value));
  return { path, backend };
}

/** A store that nobody has open. */
function closedStore(): string {
  const { path, backend } = storeWith("1");
  write(backend, put("long", "x".repeat(100_000)));
  backend.close();
  return path;
}

function filesOf(folder: string): unknown {
  return readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString("base64")]);
}

test.each(["delete", "wal"])("a database of another program is refused and not touched, in the mode %s", (mode) => {
  const folder = temporaryFolder();
  const path = join(folder, "other.db");
  const other = new DatabaseSync(path);
  other.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE entries (name TEXT); INSERT INTO entries VALUES ('a')`);
  const open = filesOf(folder);
  for (const readOnly of [false, true]) expect(() => openSqlite({ path, readOnly })).toThrow(failure("corrupt"));
  expect(filesOf(folder)).toEqual(open);
  other.close();
  const closed = filesOf(folder);
  for (const readOnly of [false, true]) expect(() => openSqlite({ path, readOnly })).toThrow(failure("corrupt"));
  expect(filesOf(folder)).toEqual(closed);
});

test.each([
  ["text", (path: string) => writeFileSync(path, "no database".repeat(1_000))],
  ["a file of zeros", (path: string) => writeFileSync(path, new Uint8Array(8_192))],
  ["a store that is cut off", (path: string) => truncateSync(path, 8_192)],
  ["a folder", becomeFolder],
  ["a store with a trigger", (path: string) => change(path, "CREATE TRIGGER t DELETE ON entries BEGIN SELECT 1; END")],
  ["a store without a table", (path: string) => change(path, "DROP TABLE rests")],
])("%s is refused as corrupt", (_what, spoil) => {
  const path = closedStore();
  spoil(path);
  for (const readOnly of [false, true]) expect(() => openSqlite({ path, readOnly })).toThrow(failure("corrupt"));
});

test("an end of a long value that is missing is told, and no beginning is handed out for the value", () => {
  const path = closedStore();
  change(path, "DELETE FROM rests");
  const backend = openSqlite({ path });
  expect(() => backend.get(bytes("long"))).toThrow(failure("corrupt"));
  expect(() => backend.scan({})).toThrow(failure("corrupt"));
  expect(text(backend.get(bytes("a")))).toBe("1");
  backend.close();
});

test("a file with a second name is refused, since each name would have a log of its own", () => {
  const path = closedStore();
  linkSync(path, `${path}-2`);
  expect(() => openSqlite({ path })).toThrow(failure("unsupported"));
  unlinkSync(`${path}-2`);
  openSqlite({ path }).close();
});

test("an empty file becomes a store, and one that is absent does not when it is opened for reading", () => {
  const path = join(temporaryFolder(), "store.db");
  expect(() => openSqlite({ path, readOnly: true })).toThrow(failure("io"));
  expect(readdirSync(dirname(path))).toEqual([]);
  writeFileSync(path, "");
  const backend = openSqlite({ path });
  expect(write(backend, put("a", "1"))).toBe(true);
  backend.close();
  expect(readdirSync(dirname(path))).toEqual(["store.db"]);
});

test.each([
  ["is moved", (path: string) => renameSync(path, `${path}-away`)],
  ["is removed with its folder", (path: string) => rmSync(dirname(path), { recursive: true })],
  ["is replaced", replace],
  ["loses its log", (path: string) => unlinkSync(`${path}-wal`)],
  ["loses the index of its log", (path: string) => unlinkSync(`${path}-shm`)],
])("a store that %s refuses to commit, and to begin a snapshot, and still reads", async (_what, spoil) => {
  const { path, backend } = storeWith("1");
  spoil(path);
  expect(() => write(backend, put("a", "2"))).toThrow(MOVED);
  expect(() => backend.snapshot?.()).toThrow(MOVED);
  await expect(backend.backup?.({ path: join(temporaryFolder(), "copy.db") })).rejects.toMatchObject({ code: "moved" });
  expect(text(backend.get(bytes("a")))).toBe("1");
});

test("a relaxed store that was moved does not flush into files that nobody finds", () => {
  const path = join(temporaryFolder(), "store.db");
  const backend = openSqlite({ path, synchronous: "normal" });
  write(backend, put("a", "1"));
  renameSync(path, `${path}-away`);
  expect(() => backend.flush()).toThrow(MOVED);
  renameSync(`${path}-away`, path);
  backend.flush();
  backend.close();
});

test("a copy in the place of a store is another store, and keeps its log when the old one is closed", () => {
  const { path, backend } = storeWith("old");
  write(backend, put("a", "newer"));
  const folder = dirname(path);
  cpSync(folder, `${folder}-copy`, { recursive: true });
  write(backend, put("a", "newest"));
  renameSync(folder, `${folder}-away`);
  renameSync(`${folder}-copy`, folder);
  const restored = openSqlite({ path });
  expect(() => write(backend, put("a", "lost"))).toThrow(MOVED);
  expect(write(restored, put("a", "kept"))).toBe(true);
  backend.close();
  expect(write(restored, put("b", "kept too"))).toBe(true);
  restored.close();
  const again = openSqlite({ path });
  expect([again.get(bytes("a")), again.get(bytes("b"))].map(text)).toEqual(["kept", "kept too"]);
  again.close();
});

test("a link leads to a store with its log beside it, and one that leads elsewhere refuses commits", () => {
  const path = closedStore();
  const link = join(dirname(path), "link");
  symlinkSync(path, link);
  const backend = openSqlite({ path: link });
  expect(write(backend, put("a", "2"))).toBe(true);
  expect(readdirSync(dirname(path))).toContain("store.db-wal");
  unlinkSync(link);
  symlinkSync(`${path}-other`, link);
  expect(() => write(backend, put("a", "3"))).toThrow(MOVED);
  backend.close();
});

function becomeFolder(path: string): void {
  rmSync(path);
  mkdirSync(path);
}

function change(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

function replace(file: string): void {
  cpSync(file, `${file}.new`);
  renameSync(`${file}.new`, file);
}
