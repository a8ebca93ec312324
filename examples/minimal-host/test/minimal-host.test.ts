import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { judgeHost, readComponent } from "@airssys/conformance";
import { expect, test } from "vitest";
import { type Instance, MinimalHost } from "../src/host.ts";
import { openSubject } from "./subject.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

test("a host of fewer than 200 lines of code keeps every law of storage", async () => {
  const lines = readdirSync(at("../src")).flatMap((file) => readFileSync(at(`../src/${file}`), "utf8").split("\n"));
  const ofCode = lines.filter((line) => !/^\s*($|\/\/|\/\*\*|\*)/.test(line));
  expect(ofCode.length).toBeLessThan(200);
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
    writes((await new MinimalHost(folder).load(component))("a", GRANTS));
    const [file = ""] = readdirSync(folder);
    const committed = readFileSync(join(folder, file), "utf8");
    writeFileSync(join(folder, `${file}.new`), "[[");
    const again = (await new MinimalHost(folder).load(component))("a", GRANTS);
    expect(readFileSync(join(folder, file), "utf8")).toBe(committed);
    expect(writes(again)).toMatchObject({ tag: "kept" });
    expect(readFileSync(join(folder, file), "utf8")).toBe(committed);
  });
});

test("the caller of a call whose commit fails is told so, and the host goes on with what the disk has", async () => {
  await inFolder(async (folder) => {
    const host = new MinimalHost(folder);
    const instance = (await host.load(await readComponent("storage")))("a", GRANTS);
    rmSync(folder, { recursive: true });
    expect(() => writes(instance)).toThrow("nobody can tell whether the call was committed");
    expect(instance("laws", "run", "a namespace is empty at first", 0, "")).toMatchObject({ tag: "kept" });
  });
});

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "airssys-minimal-host-"));
  await work(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
}
