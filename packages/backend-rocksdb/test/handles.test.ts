import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { openRocksdb } from "@airssys/backend-rocksdb";
import { Child } from "@airssys/test-kit/child";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { bytes, put, text, write } from "@airssys/test-kit/text";
import { expect, test } from "vitest";
import { openTemporary, temporaryPath } from "./temporary-store.ts";

test("handles on one folder share the store, also through a link, and closing one leaves the other working", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "store");
  mkdirSync(path);
  symlinkSync(path, join(folder, "link"));
  const [first, second] = await Promise.all([openTemporary(path), openTemporary(join(folder, "link"))]);
  write(first, put("a", "1"));
  expect(text(second.get(bytes("a")))).toBe("1");
  await first.close();
  await first.close();
  expect(() => first.get(bytes("a"))).toThrow(expect.objectContaining({ code: "closed" }));
  write(second, put("a", "2"));
  expect(text(second.get(bytes("a")))).toBe("2");
});

test("checks see what another handle has committed", async () => {
  const first = await openTemporary();
  const second = await openTemporary(first.path);
  write(first, put("a", "1"));
  const check = { key: bytes("a"), value: bytes("1") };
  expect(second.commit({ checks: [check], writes: [put("a", "2")] })).toBe(true);
  expect(first.commit({ checks: [check], writes: [put("a", "3")] })).toBe(false);
  expect(text(first.get(bytes("a")))).toBe("2");
});

test("a store that is being closed is opened again, without waiting for it by hand", async () => {
  const path = temporaryPath();
  for (let times = 1; times < 5; times++) {
    const backend = await openRocksdb({ path });
    expect(text(backend.get(bytes("count")))).toBe(times === 1 ? undefined : String(times - 1));
    write(backend, put("count", String(times)));
    void backend.close();
  }
  await openTemporary(path);
});

test("a folder that is open is not opened with other options", async () => {
  const { path } = await openTemporary();
  await expect(openRocksdb({ path, durable: false })).rejects.toMatchObject({ code: "options" });
  await expect(openRocksdb({ path, blockCacheBytes: 1_048_576 })).rejects.toMatchObject({ code: "options" });
});

test("a handle for reading alone shares the store with one that writes", async () => {
  const writer = await openTemporary();
  const reader = await openTemporary(writer.path, { readOnly: true });
  write(writer, put("a", "1"));
  expect(text(reader.get(bytes("a")))).toBe("1");
  expect(() => write(reader, put("a", "2"))).toThrow(
    expect.objectContaining({ code: "read-only", outcome: "not-committed" }),
  );
});

test("another process is refused as long as the store is open, and let in when it is closed", async () => {
  const path = temporaryPath();
  const backend = await openRocksdb({ path });
  write(backend, put("a", "1"));
  const visit = async () => (await new Child(new URL("./children/visitor.ts", import.meta.url), [path]).ended).lines;
  expect(await visit()).toEqual(["refused in-use"]);
  await backend.close();
  expect(await visit()).toEqual(["read 1"]);
});

test("another thread is refused as another process is", async () => {
  const { path } = await openTemporary();
  const worker = new Worker(new URL("./children/visitor.ts", import.meta.url), {
    argv: [path],
    execArgv: ["--conditions=@airssys/source"],
    stdout: true,
  });
  let said = "";
  for await (const piece of worker.stdout) said += piece;
  expect(said).toBe("refused in-use\n");
});

test("options reach RocksDB, which says so in a file of its own", async () => {
  const sizes = { writeBufferBytes: 8 * 1_048_576 };
  const options = { compaction: "universal", compression: "none", ...sizes } as const;
  const { path } = await openTemporary(temporaryPath(), options);
  const [name = ""] = readdirSync(path).filter((file) => file.startsWith("OPTIONS"));
  const lines = readFileSync(join(path, name), "utf8")
    .split("\n")
    .map((line) => line.trim());
  for (const line of [
    "compaction_style=kCompactionStyleUniversal",
    "compression=kNoCompression",
    "write_buffer_size=2097152",
  ])
    expect(lines).toContain(line);
});

test("stats counts the bytes on the disk", async () => {
  const backend = await openTemporary();
  // RocksDB removes small files of its own whenever it likes, so that the difference is not exact.
  expect(backend.stats().bytesOnDisk).toBeLessThan(1_000_000);
  write(backend, put("a", "1"), put("b", new Uint8Array(1_000_000)));
  expect(backend.stats().bytesOnDisk).toBeGreaterThan(1_000_000);
});
