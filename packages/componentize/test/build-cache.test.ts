import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { componentEmbed } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, onTestFinished, test } from "vitest";
import { runBuildCached } from "../src/build/build-cache.ts";
import { type KeptBuild, keep, readKept } from "../src/build/kept-build.ts";
import { borderOf } from "../src/componentize-js/border.ts";
import type { BuildRequest } from "../src/componentize-js/build-request.ts";

const BUILD: KeptBuild = {
  component: Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 2, 3),
  output: "at build time: \u{1f600}\n",
};

const WIT = "package example:tiny;\nworld tiny { export count: func() -> u32; }";

const REQUEST: BuildRequest = {
  code: "export function count() { return 7; }",
  border: await borderOf(await componentEmbed({ witSource: WIT, world: "tiny", dummy: true }), []),
  sourceName: "component.js",
  wit: WIT,
  world: "tiny",
  features: [],
};

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "airssys-componentize-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test("what is kept is what was built, with nothing beside it", async () => {
  const folder = join(await newFolder(), "below", "another");
  for (const build of [BUILD, { component: BUILD.component, output: "" }]) {
    await keep(join(folder, "a"), build);
    const { component, output } = (await readKept(join(folder, "a"))) ?? {};
    expect([[...(component ?? [])], output]).toEqual([[...build.component], build.output]);
  }
  expect(await readdir(folder)).toEqual(["a"]);
  expect(await readKept(join(folder, "b"))).toBeUndefined();
});

test("what is kept is used whole or not at all, wherever it was cut off or changed", async () => {
  const file = join(await newFolder(), "a");
  await keep(file, BUILD);
  const whole = await readFile(file);
  for (let at = 0; at < whole.length; at++) {
    await writeFile(file, whole.subarray(0, at));
    expect(await readKept(file), `cut off at ${at}`).toBeUndefined();
    await writeFile(file, whole.with(at, (whole[at] ?? 0) ^ 1));
    expect(await readKept(file), `changed at ${at}`).toBeUndefined();
  }
  await writeFile(file, whole);
  expect(await readKept(file)).toBeDefined();
});

test("a component whose kept file was damaged is built again, and kept again", { timeout: 120_000 }, async () => {
  const folder = await newFolder();
  await runBuildCached(REQUEST, folder);
  const [name = ""] = await readdir(folder);
  const file = join(folder, name);
  await truncate(file, 100);
  const { reply } = await runBuildCached(REQUEST, folder);
  expect("component" in reply && reply.component.length).toBeGreaterThan(1e6);
  expect(await readdir(folder)).toEqual([name]);
  expect(await readKept(file)).toBeDefined();
});

test("a component is built where it cannot be kept", { timeout: 120_000 }, async () => {
  const file = join(await newFolder(), "file");
  await writeFile(file, "text");
  const { reply } = await runBuildCached(REQUEST, join(file, "cache"));
  expect("component" in reply && reply.component.length).toBeGreaterThan(1e6);
  expect(await readFile(file, "utf8")).toBe("text");
});
