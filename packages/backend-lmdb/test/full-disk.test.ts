import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLmdb } from "@airssys/backend-lmdb";
import { Child } from "@airssys/test-kit/child";
import { mount, NOT_MOUNTABLE } from "@airssys/test-kit/mount";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { expect, test } from "vitest";

/** Runs what follows it with files that cannot grow beyond 1 MB. */
const LIMITED = ["sh", "-c", 'ulimit -f 2000; exec "$@"', "sh"];

const NOTHING_LOST = { isCounted: true, isWhole: true, hasMore: false };
const FULL = { isTyped: true, code: "full", outcome: "not-committed", hasWritten: true, ...NOTHING_LOST };

test("a full disk refuses, loses nothing, and takes commits again in the same process once there is space", {
  timeout: 60_000,
}, async ({ skip }) => {
  const disk = mount(4 * 1_048_576);
  if (disk === undefined) return skip(NOT_MOUNTABLE);
  const ballast = join(disk, "ballast");
  writeFileSync(ballast, new Uint8Array(2 * 1_048_576));
  const { code, lines } = await new Child(new URL("./children/filler.ts", import.meta.url), [
    join(disk, "store"),
    ballast,
  ]).ended;
  expect([code, ...lines.map((line) => JSON.parse(line))]).toEqual([0, FULL, NOTHING_LOST]);
  const backend = openLmdb({ path: join(disk, "store") });
  expect(backend.scan({}).entries.length).toBeGreaterThan(10);
  backend.close();
});

test("a file that may not grow further refuses like a full disk", { timeout: 60_000 }, async ({ skip }) => {
  if (process.platform === "win32") return skip("there is no ulimit");
  const path = join(temporaryFolder(), "store");
  const { code, lines } = await new Child(new URL("./children/filler.ts", import.meta.url), [path], LIMITED).ended;
  expect([code, ...lines.map((line) => JSON.parse(line))]).toEqual([0, FULL]);
});

test("a file system that may only be read refuses a store that would have to be created, and can be read", ({
  skip,
}) => {
  const disk = mount(4 * 1_048_576);
  if (disk === undefined) return skip(NOT_MOUNTABLE);
  const path = join(disk, "store");
  mkdirSync(path);
  openLmdb({ path }).close();
  execFileSync("mount", ["-o", "remount,ro", disk]);
  for (const refused of [path, join(disk, "other")]) {
    expect(() => openLmdb({ path: refused })).toThrow(
      expect.objectContaining({ name: "BackendError", code: "read-only" }),
    );
  }
  const reader = openLmdb({ path, readOnly: true, nobodyWrites: true });
  expect(reader.scan({}).isLast).toBe(true);
  reader.close();
});
