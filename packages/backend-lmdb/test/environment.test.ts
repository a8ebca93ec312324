import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openLmdb } from "@airssys/backend-lmdb";
import { Child } from "@airssys/test-kit/child";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { open, type RootDatabaseOptionsWithPath } from "lmdb";
import { expect, test } from "vitest";

const REPOSITORY = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

test.each([
  ["values", {}, '"greeting"'],
  ["a database that it calls data", { database: "data" }, '"data"'],
  ["several databases", { database: "one", another: "two" }, "2 databases"],
])(
  "an environment of another program with %s is refused and not touched",
  async (_what, { database, another }: { database?: string; another?: string }, told) => {
    const path = temporaryFolder();
    const options: RootDatabaseOptionsWithPath = { path, noSubdir: false };
    const root = open(options);
    for (const name of [database, another]) {
      if (name !== undefined) root.openDB({ name }).putSync("greeting", "hello");
    }
    if (database === undefined) root.putSync("greeting", "hello");
    await root.close();
    const files = () => readdirSync(path).map((name) => [name, readFileSync(join(path, name)).toString("base64")]);
    const before = files();
    for (const readOnly of [false, true]) {
      expect(() => openLmdb({ path, readOnly })).toThrow(
        expect.objectContaining({ code: "corrupt", message: expect.stringContaining(told) }),
      );
    }
    expect(files()).toEqual(before);
  },
);

test("a store works under the permission model of Node, with the flags of the README", {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const flags = [
    "--permission",
    "--allow-addons",
    `--allow-fs-read=${REPOSITORY}`,
    `--allow-fs-read=${folder}`,
    `--allow-fs-write=${folder}`,
  ];
  const { code, lines } = await new Child(
    new URL("./children/opener.ts", import.meta.url),
    [join(folder, "store")],
    [],
    flags,
  ).ended;
  expect([code, ...lines]).toEqual([0, "entries 0"]);
  expect(existsSync(join(folder, "store", "data.mdb"))).toBe(true);
});

test("a listener for the end of the process that comes after lmdb's own is refused, and crashes nothing", {
  timeout: 60_000,
}, async () => {
  const path = join(temporaryFolder(), "store");
  const { code, signal, lines } = await new Child(new URL("./children/leaver.ts", import.meta.url), [path]).ended;
  expect([code, signal, ...lines]).toEqual([0, null, "before true", "after nothing", "after closed"]);
});
