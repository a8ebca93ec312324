import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openRocksdb } from "@airssys/backend-rocksdb";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { put, write } from "@airssys/test-kit/text";
import { expect, test } from "vitest";
import { openTemporary, temporaryPath } from "./temporary-store.ts";

/** A closed store with a thousand entries in a sorted file. */
async function storeOfThousand(): Promise<string> {
  const path = temporaryPath();
  const backend = await openRocksdb({ path });
  write(backend, ...Array.from({ length: 1_000 }, (_, index) => put(`key/${index}`, `value of ${index}`)));
  await backend.close();
  await (await openRocksdb({ path })).close(); // which writes the log into a sorted file
  return path;
}

function find(path: string, pattern: RegExp): string {
  const name = readdirSync(path).find((file) => pattern.test(file));
  if (name === undefined) throw new Error(`${path} has no file ${pattern}`);
  return join(path, name);
}

function flip(file: string, offset: number): void {
  const content = readFileSync(file);
  content[offset] = (content[offset] ?? 0) ^ 0xff;
  writeFileSync(file, content);
}

test.each([
  ["the list of files is cut off", (path: string) => truncateSync(find(path, /^MANIFEST/), 10)],
  ["the list of files is changed", (path: string) => flip(find(path, /^MANIFEST/), 20)],
  ["the list of files is missing", (path: string) => rmSync(find(path, /^MANIFEST/))],
  ["the name of the list is missing", (path: string) => rmSync(find(path, /^CURRENT$/))],
  ["the name of the list is another text", (path: string) => writeFileSync(find(path, /^CURRENT$/), "hello\n")],
  ["a sorted file is missing", (path: string) => rmSync(find(path, /\.sst$/))],
  ["a sorted file is cut off", (path: string) => truncateSync(find(path, /\.sst$/), 1_000)],
  ["the log is missing", (path: string) => rmSync(find(path, /\.log$/))],
  ["the mark of the store is damaged", (path: string) => truncateSync(find(path, /^airssys/), 10)],
  ["the mark names another engine", (path: string) => writeFileSync(find(path, /^airssys/), '{"engine":"x"}')],
])("a store is refused as corrupt if %s", async (_what, spoil) => {
  const path = await storeOfThousand();
  spoil(path);
  await expect(openRocksdb({ path })).rejects.toMatchObject({ name: "BackendError", code: "corrupt" });
});

test("changed bytes of a sorted file are corrupt when they are read, not before", async () => {
  const path = await storeOfThousand();
  flip(find(path, /\.sst$/), 200);
  const backend = await openTemporary(path);
  expect(() => backend.scan({})).toThrow(expect.objectContaining({ code: "corrupt" }));
});

test("a folder of another program is refused, and stays as it is", async () => {
  const path = temporaryFolder();
  writeFileSync(join(path, "CURRENT"), "of somebody else");
  await expect(openRocksdb({ path })).rejects.toMatchObject({ code: "corrupt" });
  expect(readdirSync(path)).toEqual(["CURRENT"]);
  expect(statSync(join(path, "CURRENT")).size).toBe(16);
});

test("a store that was marked and not begun is begun", async () => {
  const path = temporaryFolder();
  writeFileSync(join(path, "airssys.json"), '{"engine":"rocksdb","version":1}\n');
  expect(write(await openTemporary(path), put("a", "1"))).toBe(true);
});

test("a store that is missing is not created to be read", async () => {
  const folder = temporaryFolder();
  await expect(openRocksdb({ path: join(folder, "store"), readOnly: true })).rejects.toMatchObject({ code: "io" });
  await expect(openRocksdb({ path: folder, readOnly: true })).rejects.toMatchObject({ code: "corrupt" });
  expect(readdirSync(folder)).toEqual([]);
});
