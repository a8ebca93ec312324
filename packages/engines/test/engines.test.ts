import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BackendError } from "@airssys/backend";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { describe, expect, test } from "vitest";
import * as engines from "../src/index.ts";
import { EngineError, listEngines, openBackendAt, openStoreAt } from "../src/index.ts";
import { loading } from "../src/loading.ts";

const theme = new TextEncoder().encode("dark");

test("the package exports what its users may use", () => {
  expect(Object.keys(engines).sort()).toEqual(["EngineError", "listEngines", "openBackendAt", "openStoreAt"]);
});

describe("an address", () => {
  test.each([
    ["memory:", "memory"],
    ["lmdb:FOLDER/data", "lmdb"],
    ["rocksdb:FOLDER/data", "rocksdb"],
    ["sqlite:FOLDER/data.db", "sqlite"],
    ["files:FOLDER/data", "files"],
    ["FOLDER/data", "lmdb"],
  ])("%s opens a store on %s", async (pattern, name) => {
    const address = pattern.replace("FOLDER", temporaryFolder());
    await using store = await openStoreAt(address);
    expect(store.backend.name).toBe(name);
    await store.namespaces.open("app:settings").set("theme", theme);
    expect(await store.namespaces.open("app:settings").get("theme")).toEqual(theme);
  });

  test("keeps what was stored, for whoever opens it again", async () => {
    const address = `lmdb:${join(temporaryFolder(), "data")}`;
    const first = await openStoreAt(address);
    await first.namespaces.open("app:settings").set("theme", theme);
    await first.close();
    await first.close();
    await using second = await openStoreAt(address, { readOnly: true });
    expect(await second.namespaces.open("app:settings").get("theme")).toEqual(theme);
  });

  test.each(["LMDB:./data", "lmbd:./data", "constructor:./data", "http://example.org"])(
    "%s names no engine, and the error names the known ones",
    async (address) => {
      const error = await failure(openBackendAt(address));
      expect(error).toMatchObject({ name: "EngineError", code: "unknown-engine" });
      expect(error.message).toContain("memory:, lmdb:");
    },
  );

  test.each(["lmdb:", "", "lmdb://data", "memory:./data", "lmdb:./a\0b"])(
    "%j is misspelt, and the error says what was expected",
    async (address) => {
      expect(await failure(openBackendAt(address))).toMatchObject({ name: "EngineError", code: "address" });
    },
  );

  test.each([undefined, 1, {}, new URL("lmdb:./data")])("%o is an argument error", async (address) => {
    expect(await failure(openBackendAt(address as string))).toBeInstanceOf(TypeError);
  });

  test("with options that are not known is refused", async () => {
    const error = await failure(openBackendAt("memory:", { readonly: true } as object));
    expect(error).toMatchObject({ code: "invalid-argument" });
  });
});

describe("where no store is", () => {
  test.each([{ readOnly: true }, { create: false }])("nothing is created with %o", async (options) => {
    const folder = temporaryFolder();
    const absent = join(folder, "absent");
    expect(await failure(openStoreAt(`lmdb:${absent}`, options))).toMatchObject({ code: "absent" });
    expect(await failure(openStoreAt(`lmdb:${folder}`, options))).toMatchObject({ code: "absent" });
    expect(existsSync(absent)).toBe(false);
    expect(existsSync(join(folder, "data.mdb"))).toBe(false);
  });

  test("another file is refused untouched", async () => {
    const folder = join(temporaryFolder(), "data");
    await mkdir(folder);
    await writeFile(join(folder, "data.mdb"), "something else");
    expect(await failure(openStoreAt(`lmdb:${folder}`))).toBeInstanceOf(BackendError);
  });
});

describe("the engines", () => {
  test("are listed with what keeps them from being used", async () => {
    const listed = await listEngines();
    expect(listed).toContainEqual({ name: "lmdb", package: "@airssys/backend-lmdb", fault: undefined });
    expect(listed).toContainEqual({ name: "rocksdb", package: "@airssys/backend-rocksdb", fault: undefined });
  });

  test("of a package that is not installed say how to install it", async () => {
    const engine = {
      package: "@airssys/backend-absent",
      place: "path",
      load: () => import("@airssys/backend-absent" as string),
      exists: () => false,
      open: () => import("@airssys/backend-absent" as string),
    } as const;
    const error = await failure(loading(engine, () => engine.open()));
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({
      code: "not-installed",
      message: expect.stringContaining("npm install @airssys/backend-absent"),
    });
  });
});

async function failure(promise: Promise<unknown>): Promise<Error> {
  return await promise.then(
    () => expect.fail("it did not fail"),
    (error: unknown) => error as Error,
  );
}
