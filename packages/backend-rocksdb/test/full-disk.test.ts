import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openRocksdb } from "@airssys/backend-rocksdb";
import { Child } from "@airssys/test-kit/child";
import { mount, NOT_MOUNTABLE } from "@airssys/test-kit/mount";
import { expect, test } from "vitest";
import { openTemporary, temporaryPath } from "./temporary-store.ts";

const MEBIBYTE = 1_048_576;
const FILLER = new URL("./children/filler.ts", import.meta.url);
/** Runs what follows it with files that cannot grow beyond 1 MB. */
const LIMITED = ["sh", "-c", 'ulimit -f 2000; exec "$@"', "sh"];
const NOTHING_LOST = { isCounted: true, isWhole: true, hasMore: false };
const FULL = { isTyped: true, code: "full", outcome: "not-committed", hasWritten: true, ...NOTHING_LOST };
const FAILED = { isTyped: true, code: "io", outcome: "not-committed" };

test("a disk that gets full refuses in time, loses nothing, and takes commits again once there is space", {
  timeout: 60_000,
}, async ({ skip }) => {
  const disk = mount(24 * MEBIBYTE);
  if (disk === undefined) return skip(NOT_MOUNTABLE);
  const ballast = join(disk, "ballast");
  writeFileSync(ballast, new Uint8Array(8 * MEBIBYTE));
  const { code, lines } = await new Child(FILLER, [join(disk, "store"), ballast]).ended;
  expect([code, ...lines.map((line) => JSON.parse(line))]).toEqual([0, FULL, NOTHING_LOST]);
});

test("a file that may not grow refuses like a full disk, and the store has to be opened again", {
  timeout: 60_000,
}, async ({ skip }) => {
  if (process.platform === "win32") return skip("there is no ulimit");
  const { code, lines } = await new Child(FILLER, [temporaryPath()], LIMITED).ended;
  expect([code, ...lines.map((line) => JSON.parse(line))]).toEqual([0, FULL, FAILED, NOTHING_LOST]);
});

test("a disk without the space that RocksDB needs refuses the first commit, and can be read", async ({ skip }) => {
  const disk = mount(24 * MEBIBYTE);
  if (disk === undefined) return skip(NOT_MOUNTABLE);
  const backend = await openTemporary(join(disk, "store"));
  expect(() => backend.commit({ checks: [], writes: [] })).not.toThrow();
  const write = { type: "put", key: Uint8Array.of(1), value: Uint8Array.of(1) } as const;
  expect(() => backend.commit({ checks: [], writes: [write] })).toThrow(expect.objectContaining({ code: "full" }));
  expect(backend.scan({}).entries).toEqual([]);
});

test("a file system that may only be read refuses the store", async ({ skip }) => {
  const disk = mount(24 * MEBIBYTE);
  if (disk === undefined) return skip(NOT_MOUNTABLE);
  const path = join(disk, "store");
  await (await openRocksdb({ path })).close();
  execFileSync("mount", ["-o", "remount,ro", disk]);
  for (const refused of [path, join(disk, "other")])
    await expect(openRocksdb({ path: refused })).rejects.toMatchObject({ name: "BackendError", code: "read-only" });
  await expect(openRocksdb({ path, readOnly: true })).rejects.toMatchObject({ code: "read-only" });
});
