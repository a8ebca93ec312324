import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { judgeHost, readComponent } from "@airssys/conformance";
import { expect, test } from "vitest";
import { type Instance, MinimalHost } from "../src/host.ts";
import { Namespace } from "../src/namespace.ts";
import { storageOf } from "../src/storage.ts";
import { openSubject } from "./subject.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

test("a host of some 200 lines of code keeps every law of storage", async () => {
  const lines = readdirSync(at("../src")).flatMap((file) => readFileSync(at(`../src/${file}`), "utf8").split("\n"));
  const ofCode = lines.filter((line) => !/^\s*($|\/\/|\/\*\*|\*)/.test(line));
  expect(ofCode.length).toBeLessThan(220);
  await using subject = openSubject();
  const verdicts = await judgeHost(subject);
  expect(verdicts.filter(({ outcome }) => outcome !== "kept")).toEqual([]);
  expect(verdicts.length).toBeGreaterThan(60);
});

test("a component that imports more than storage is refused, and told what is missing", async () => {
  await inFolder(async (folder) => {
    const loading = new MinimalHost(folder).load(await readComponent("storage-usage"));
    await expect(loading).rejects.toThrow("airssys:wasm/storage-usage");
  });
});

const LAW = "calls that work follow on calls that failed";
const writes = (instance: Instance) => instance("laws", "run", LAW, 1, "");
const GRANTS = { access: "admin", quotaBytes: 1_000 } as const;

test("a draft that a crash has left behind is no part of the data, and in nobody's way", async () => {
  await inFolder(async (folder) => {
    const component = await readComponent("storage");
    const host = new MinimalHost(folder);
    writes((await host.load(component))("a", GRANTS));
    host.close();
    const [file = ""] = readdirSync(folder);
    const committed = readFileSync(join(folder, file), "utf8");
    writeFileSync(join(folder, `${file}.new`), "[[");
    const again = (await new MinimalHost(folder).load(component))("a", GRANTS);
    expect(readFileSync(join(folder, file), "utf8")).toBe(committed);
    expect(writes(again)).toMatchObject({ tag: "kept" });
    expect(readFileSync(join(folder, file), "utf8")).toBe(committed);
  });
});

test("a folder has one host at a time", async () => {
  await inFolder(async (folder) => {
    const host = new MinimalHost(folder);
    expect(() => new MinimalHost(folder)).toThrow(/^a host has .*, or was killed there: then remove .*lock$/);
    host.close();
    new MinimalHost(folder).close();
  });
});

const bytes = (length: number) => new Uint8Array(length);
const isEmpty = (instance: Instance) => instance("laws", "run", "a namespace is empty at first", 0, "");

test("the caller of a call whose draft cannot be written is told that nothing was committed", async () => {
  await inFolder(async (folder) => {
    const host = new MinimalHost(folder);
    const instance = (await host.load(await readComponent("storage")))("a", GRANTS);
    rmSync(folder, { recursive: true });
    expect(() => writes(instance)).toThrow(/^the call was not committed$/);
    expect(isEmpty(instance)).toMatchObject({ tag: "kept" });
  });
});

test("the caller of a call whose commit fails later is told that nobody can tell, and the file holds", async () => {
  await inFolder(async (folder) => {
    const namespace = new Namespace(folder, "a");
    const { storageSet, storageGet, storageSize } = storageOf(namespace, "a", GRANTS);
    const file = join(folder, `${createHash("sha256").update("a").digest("hex")}.json`);
    const failing = () => {
      storageSet("k", bytes(1));
      mkdirSync(file); // nothing can be renamed over a folder
    };
    expect(() => namespace.transaction(failing)).toThrow(/^nobody can tell whether the call was committed$/);
    rmSync(file, { recursive: true });
    expect(namespace.transaction(() => [storageGet("k").val, storageSize().val])).toEqual([undefined, 0n]);
  });
});

test("used bytes are right after every kind of change, and when the file is read again", async () => {
  await inFolder(async (folder) => {
    const namespace = new Namespace(folder, "a");
    const { storageSet, storageDelete, storageSize, storageClear } = storageOf(namespace, "a", GRANTS);
    namespace.transaction(() => {
      storageSet("\u00e9", bytes(10));
      storageSet("\u00e9", bytes(3));
      storageSet("b", bytes(1));
      storageDelete("none");
      expect(storageSize().val).toBe(7n);
      storageDelete("b");
    });
    const again = new Namespace(folder, "a");
    const { storageSize: sizeAgain } = storageOf(again, "a", GRANTS);
    expect(again.transaction(() => sizeAgain().val)).toBe(5n);
    namespace.transaction(() => {
      storageClear();
      expect(storageSize().val).toBe(0n);
    });
  });
});

test("a call writes 256 MiB of values and no more, also to the same key", async () => {
  await inFolder(async (folder) => {
    const namespace = new Namespace(folder, "a");
    const { storageSet, storageDelete } = storageOf(namespace, "a", { access: "admin", quotaBytes: 1e9 });
    const value = bytes(1_048_576);
    namespace.transaction(() => {
      for (let count = 0; count < 256; count++) expect(storageSet("k", value)).toMatchObject({ tag: "ok" });
      expect(storageSet("k", bytes(1))).toMatchObject({ tag: "err", val: { tag: "limit-exceeded" } });
      storageDelete("k");
    });
  });
});

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "airssys-minimal-host-"));
  await work(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
}
