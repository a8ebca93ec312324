import { chmodSync, chownSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { openLmdb } from "@airssys/backend-lmdb";
import { Child } from "@airssys/test-kit/child";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, text, write } from "@airssys/test-kit/text";
import { expect, test } from "vitest";

test("a store has room for 4 096 readers unless it is said otherwise", () => {
  const [usual, small] = [undefined, 10].map((maxReaders) => {
    const path = join(temporaryFolder(), "store");
    openLmdb({ path, ...(maxReaders !== undefined && { maxReaders }) }).close();
    return statSync(join(path, "lock.mdb")).size;
  });
  expect(usual).toBeGreaterThan(4_000 * 64);
  expect(small).toBeLessThan(2_000);
});

test("a reader without room is told so, and gets the room of readers that were killed", {
  timeout: 60_000,
}, async () => {
  const path = join(temporaryFolder(), "store");
  const writer = openLmdb({ path, maxReaders: 2 });
  write(writer, put("a", "1"));
  const children: Child[] = [];
  let told: string[] = [];
  for (let number = 0; number < 6 && told.length === 0; number++) {
    const child = new Child(new URL("./children/reader.ts", import.meta.url), [path]);
    children.push(child);
    await child.spoken();
    if (child.process.exitCode !== null) told = (await child.ended).noise.split("\n");
  }
  expect(told.join("\n")).toContain("code: 'readers-full'");
  expect(told.join("\n")).toContain("raise `maxReaders`");
  for (const child of children) child.process.kill("SIGKILL");
  await Promise.all(children.map(({ ended }) => ended));
  const next = new Child(new URL("./children/reader.ts", import.meta.url), [path]);
  await next.spoken();
  expect(next.process.exitCode).toBeNull();
  next.process.kill("SIGKILL");
  expect((await next.ended).lines).toEqual(["reads"]);
  writer.close();
});

test("a reader that may not write lock.mdb is refused, unless nobody writes", { timeout: 60_000 }, async ({ skip }) => {
  if (process.platform === "win32") return skip("there are no permissions of this kind");
  const path = join(temporaryFolder(), "store");
  const writer = openLmdb({ path });
  write(writer, put("a", "1"));
  for (const name of ["data.mdb", "lock.mdb"]) chmodSync(join(path, name), 0o444);
  chmodSync(dirname(path), 0o755);
  if (process.geteuid?.() === 0) chownSync(path, 65_534, 65_534);
  const { lines, noise } = await new Child(new URL("./children/visitor.ts", import.meta.url), [path]).ended;
  expect([noise, ...lines]).toEqual(["", "refused read-only", "read 1", "refused read-only"]);
  expect(text(writer.get(bytes("a")))).toBe("1");
  writer.close();
});
