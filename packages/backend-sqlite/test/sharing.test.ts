import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { openSqlite } from "@airssys/backend-sqlite";
import { Child } from "@airssys/test-kit/child";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, text, write } from "@airssys/test-kit/text";
import { expect, test } from "vitest";

const INCREMENTER = new URL("./children/incrementer.ts", import.meta.url);
const REPOSITORY = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const pathOfStore = () => join(temporaryFolder(), "store.db");

test("processes that open a store that does not exist yet all get it, and increments under checks lose nothing", {
  timeout: 60_000,
}, async () => {
  const path = pathOfStore();
  const children = [1, 2, 3].map(() => new Child(INCREMENTER, [path, "50"]));
  const endings = await Promise.all(children.map(({ ended }) => ended));
  expect(endings.map(({ code, noise }) => [code, noise])).toEqual([1, 2, 3].map(() => [0, ""]));
  const backend = openSqlite({ path });
  expect(text(backend.get(bytes("count")))).toBe("150");
  backend.close();
});

test("handles of one process share a store, and one that is closed leaves the locks of the others", ({ skip }) => {
  if (!existsSync("/proc/locks")) return skip("the system does not show its locks");
  const locks = () =>
    readFileSync("/proc/locks", "utf8")
      .split("\n")
      .filter((line) => line.includes(` ${process.pid} `));
  const path = pathOfStore();
  const [first, second] = [openSqlite({ path }), openSqlite({ path })];
  write(first, put("a", "1"));
  expect(text(second.get(bytes("a")))).toBe("1");
  const before = locks().length;
  expect(before).toBeGreaterThan(0);
  openSqlite({ path }).close();
  expect(() => openSqlite({ path, readOnly: true }).close()).not.toThrow();
  expect(locks()).toHaveLength(before);
  second.close();
  expect(write(first, put("a", "2"))).toBe(true);
  first.close();
});

test("a reader beside a writer sees each commit", () => {
  const path = pathOfStore();
  const writer = openSqlite({ path });
  const reader = openSqlite({ path, readOnly: true });
  for (const value of ["1", "2"]) {
    write(writer, put("a", value));
    expect(text(reader.get(bytes("a")))).toBe(value);
  }
  writer.close();
  expect(text(reader.get(bytes("a")))).toBe("2");
  reader.close();
});

test("a commit waits for that of another connection for a bounded time, and then writes nothing", () => {
  const path = pathOfStore();
  const backend = openSqlite({ path, busyTimeoutMs: 30 });
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  const begun = performance.now();
  expect(() => write(backend, put("a", "1"))).toThrow(
    expect.objectContaining({ name: "BackendError", code: "busy", outcome: "not-committed" }),
  );
  expect(performance.now() - begun).toBeGreaterThanOrEqual(20);
  expect(backend.get(bytes("a"))).toBeUndefined();
  other.close();
  expect(write(backend, put("a", "1"))).toBe(true);
  backend.close();
});

test("a page does not keep the log from being written back, and neither does a count", () => {
  const path = pathOfStore();
  const backend = openSqlite({ path });
  for (let number = 0; number < 9; number++) write(backend, put(`key/${number}`, "x".repeat(1_000)));
  expect(backend.scan({ limit: 2 }).isLast).toBe(false);
  expect(backend.count({}).keys).toBe(9);
  const other = new DatabaseSync(path);
  expect(other.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()).toEqual({ busy: 0, log: 0, checkpointed: 0 });
  other.close();
  backend.close();
});

test("a store works under the permission model of Node, with the flags of the README", {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const flags = [
    "--permission",
    `--allow-fs-read=${REPOSITORY}`,
    `--allow-fs-read=${folder}`,
    `--allow-fs-write=${folder}`,
  ];
  const path = join(folder, "store.db");
  expect(await new Child(INCREMENTER, [path, "3"], [], flags).ended).toMatchObject({ code: 0 });
  const backend = openSqlite({ path });
  expect(text(backend.get(bytes("count")))).toBe("3");
  backend.close();
});
