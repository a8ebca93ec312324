import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Backend, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { ManifestError, parseManifest } from "@airssys/host";
import type { CallError } from "@airssys/runtime";
import { createHarness, HarnessError, type HarnessOptions } from "@airssys/testing";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { MANIFEST, PROBE } from "./probe.ts";

const CONDITIONS = { conditions: ["@airssys/source"], cacheFolder: new URL("../../../.cache", import.meta.url) };
const todo = (path: string) => new URL(`../../../examples/todo/${path}`, import.meta.url);

/** A component of nothing. */
const EMPTY_COMPONENT = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00);

/** What becomes of the attempt to open a harness, which is closed if there is one. */
async function attempt(options: HarnessOptions): Promise<unknown> {
  try {
    const harness = await createHarness(options);
    await harness.close();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** A folder in which a component can be written and built, gone after the test. */
function newProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "airssys-harness-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeProject(folder);
  return folder;
}

const ANSWER = "export const answer = () => 42;\n";

function writeProject(folder: string): void {
  mkdirSync(join(folder, "src"), { recursive: true });
  mkdirSync(join(folder, "wit"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(folder, "wit/answer.wit"),
    "package test:answer;\nworld answer { export answer: func() -> u32; }\n",
  );
  writeFileSync(join(folder, "src/answer.ts"), ANSWER);
  writeFileSync(join(folder, "Component.toml"), '[component]\nid = "answer"\nversion = "1.0.0"\n');
}

describe("what a harness finds by itself", () => {
  it("is the WIT and the manifest of the package that the entry belongs to", async () => {
    await using harness = await createHarness({ ...CONDITIONS, entry: todo("src/todo.ts") });
    const list = await harness.start();
    expect(list.id).toBe("todo");
    expect(await list.call("todo.add", "plants", undefined, [])).toMatchObject({ id: 1 });
  });

  it("is the manifest beside a component that was built; its file can be named as text or as a URL", async () => {
    const folder = newProject();
    const file = join(folder, "answer.wasm");
    cpSync(inject("probeComponent"), file);
    for (const component of [file, pathToFileURL(file), pathToFileURL(file).href]) {
      await using harness = await createHarness({ component, cacheFolder: CONDITIONS.cacheFolder });
      expect((await harness.start()).id).toBe("answer");
    }
  });

  it("is a manifest, whether it is a file, its text or what was read of it", async () => {
    for (const manifest of [todo("Component.toml"), todo("Component.toml").href, MANIFEST, parseManifest(MANIFEST)]) {
      await using harness = await createHarness({ ...PROBE, manifest });
      await harness.start();
    }
  });

  it("is a folder in the package for what was made of components", async () => {
    const folder = newProject();
    const component = join(folder, "empty.wasm");
    writeFileSync(component, EMPTY_COMPONENT);
    expect(await attempt({ component })).toBeUndefined();
    expect(readdirSync(join(folder, "node_modules/.cache/airssys/transpiled"))).toHaveLength(1);
  });
});

describe("a component that is built for a harness", () => {
  it("is there for many harnesses that ask at once, and built again when its source has changed; faults are told as the builder tells them", async () => {
    // Always the same folder, whose name is part of what is built: only the first run of these tests on a machine has
    // to wait for the builder.
    const folder = fileURLToPath(new URL("../../../.cache/testing/answer", import.meta.url));
    writeProject(folder);
    const entry = join(folder, "src/answer.ts");
    const { cacheFolder } = CONDITIONS;
    const answers = async (count: number) =>
      Promise.all(
        Array.from({ length: count }, async () => {
          await using harness = await createHarness({ entry, cacheFolder });
          return (await harness.start()).call("answer");
        }),
      );
    writeFileSync(entry, "export const answer = () => ;\n");
    expect(await attempt({ entry, cacheFolder })).toMatchObject({ name: "ComponentizeError", code: "syntax" });
    writeFileSync(entry, ANSWER);
    expect(await answers(5)).toEqual([42, 42, 42, 42, 42]);
    writeFileSync(entry, ANSWER.replace("42", "4242"));
    expect(await answers(3)).toEqual([4242, 4242, 4242]);
  });
});

describe("a component that fails when it is built", () => {
  it("is not built again before one of its files has changed, and is watched like any other", {
    timeout: 120_000,
  }, async () => {
    const folder = newProject();
    const [entry, imported] = [join(folder, "src/answer.ts"), join(folder, "src/imported.ts")];
    writeFileSync(entry, 'import { value } from "./imported.ts";\nexport const answer = () => value.length;\n');
    writeFileSync(imported, "export const value = null.length;\n");
    const seen = filesWatched();
    const first = await attempt({ entry });
    expect(first).toMatchObject({ name: "ComponentizeError", code: "top-level" });
    expect(await attempt({ entry })).toBe(first);
    expect([...seen]).toEqual(
      expect.arrayContaining([entry, imported, join(folder, "wit"), join(folder, "wit/answer.wit")]),
    );
    writeFileSync(imported, "export const value = ;\n");
    expect(await attempt({ entry })).toMatchObject({ name: "ComponentizeError", code: "syntax" });
  });
});

/**
 * What a test runner is asked to watch until the end of the test. The plugin that this test is run with is asked as
 * well.
 */
function filesWatched(): Set<string> {
  const seen = new Set<string>();
  const world = globalThis as { [WATCHER]?: (files: readonly string[]) => Promise<void> };
  const watch = world[WATCHER];
  world[WATCHER] = async (files) => {
    for (const file of files) seen.add(file);
    await watch?.(files);
  };
  onTestFinished(() => void Object.assign(world, { [WATCHER]: watch }));
  return seen;
}

const WATCHER = Symbol.for("@airssys/testing:watcher");

describe("a harness that cannot be", () => {
  const refused = (code: string, message: string) => ({
    name: "HarnessError",
    code,
    message: expect.stringContaining(message),
  });

  it("says what would be right", async () => {
    const entry = todo("src/todo.ts");
    expect(await attempt({})).toMatchObject(refused("source", "neither"));
    expect(await attempt({ entry, component: new Uint8Array() })).toMatchObject(refused("source", "both"));
    expect(await attempt({ entry: todo("src/nothing.ts") })).toMatchObject(refused("not-found", "nothing.ts"));
    expect(await attempt({ component: "nothing.wasm" })).toMatchObject(refused("not-found", "nothing.wasm"));
    expect(await attempt({ entry, wit: "nothing" })).toMatchObject(refused("not-found", 'pass "wit"'));
    expect(await attempt({ entry, manifest: "Nothing.toml" })).toMatchObject(refused("not-found", 'pass "manifest"'));
    const { manifest: _, ...probe } = PROBE;
    expect(await attempt(probe)).toMatchObject(refused("not-found", "Component.toml"));
    const built = { component: EMPTY_COMPONENT, manifest: MANIFEST, mode: "mock" } as const;
    expect(await attempt(built)).toMatchObject(refused("mock-needs-entry", '"entry"'));
    const later = { ...PROBE, mode: "mock", backend: promised(openMemory()) } as const;
    expect(await attempt(later)).toMatchObject(refused("mock-cannot-wait", "promises"));
    expect(await attempt({})).toBeInstanceOf(HarnessError);
  });

  it("passes on what others say", async () => {
    expect(await attempt({ ...PROBE, manifest: "[component]" })).toBeInstanceOf(ManifestError);
    const nonsense = { component: Uint8Array.of(1, 2, 3), manifest: MANIFEST };
    expect(await attempt(nonsense)).toMatchObject({ name: "LoadError", code: "not-a-component" });
    expect(await attempt({ ...PROBE, limits: { callTimeMaxMs: 10 } })).toMatchObject({ code: "not-interruptible" });
  });

  it("refuses options that are none", async () => {
    expect(await attempt({ ...PROBE, mode: "disk" as "lmdb" })).toBeInstanceOf(RangeError);
    expect(await attempt({ ...PROBE, backend: "disk" as "lmdb" })).toBeInstanceOf(RangeError);
    expect(await attempt({ ...PROBE, clock: "tomorrow" })).toBeInstanceOf(RangeError);
    expect(await attempt({ ...PROBE, host: { softLimit: 7 } })).toBeInstanceOf(RangeError);
    const nobody = await attempt({ ...PROBE, mode: "mock", backend: null as unknown as "lmdb" });
    expect(nobody).toEqual(
      new RangeError('"backend" expected "memory", "lmdb", a backend or a function that opens one, got null'),
    );
    const nothing = await attempt({ ...PROBE, mode: "mock", backend: () => undefined as unknown as Backend });
    expect(nothing).toEqual(new TypeError('"backend" expected to open a backend, and opened undefined'));
  });

  it("names what was wrong and what would be right", async () => {
    const message = async (options: unknown) => String(await attempt(options as HarnessOptions));
    const entry = todo("src/todo.ts");
    expect(await message(undefined)).toMatch(
      /^TypeError: createHarness expected an object with entry, .* got undefined$/,
    );
    expect(await message({ entry, mod: "mock" })).toMatch(/^TypeError: createHarness knows no option "mod"; .*mode/);
    expect(await message({ entry: new URL("http://localhost/todo.ts") })).toMatch(/begins with file:, got "http:/);
    expect(await message({ entry: 7 })).toMatch(/^TypeError: a file expected a path .* got 7$/);
    expect(await message({ entry: todo("src/") })).toMatch(/the entry .* is a folder: pass the module/);
    expect(await message({ component: entry, manifest: MANIFEST })).toMatch(
      /"component" expected what was built.*: pass "entry"/,
    );
    await using harness = await createHarness({ ...PROBE, mode: "mock" });
    await expect(harness.entries(5 as unknown as string)).rejects.toThrow(/^"id" expected the id .* got 5$/);
    expect(() => harness.restart({ limits: {} } as object)).toThrow('restart knows no option "limits"; there are host');
    await expect(harness.add({ entry, mode: "mock" } as object)).rejects.toThrow('add knows no option "mode"');
  });
});

describe("a stack trace of a component that was built", () => {
  it("names the author's files and lines", async () => {
    const folder = newProject();
    writeFileSync(
      join(folder, "src/answer.ts"),
      'import { fail } from "./helper.ts";\nexport const answer = () => fail();\n',
    );
    writeFileSync(
      join(folder, "src/helper.ts"),
      "export function fail(): number {\n  throw new Error(`no answer`);\n}\n",
    );
    const heard: string[] = [];
    await using harness = await createHarness({
      ...CONDITIONS,
      mode: "memory",
      entry: join(folder, "src/answer.ts"),
      onOutput: (_id, _stream, text) => heard.push(text),
    });
    const answer = await harness.start();
    const error = await answer.call("answer").catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: "trapped", stderr: expect.stringContaining("no answer") });
    expect((error as CallError).stderr).toContain(`${join(folder, "src/helper.ts")}:2:9`);
    expect((error as CallError).stderr).toContain(`${join(folder, "src/answer.ts")}:2:`);
    expect(heard.join("")).toContain(`${join(folder, "src/helper.ts")}:2:9`);
  });
});
