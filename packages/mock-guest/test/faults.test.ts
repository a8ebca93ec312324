import { writeFileSync } from "node:fs";
import { openMemory } from "@airssys/backend/memory";
import { ComponentizeError } from "@airssys/componentize";
import { openHost, parseManifest } from "@airssys/host";
import { type CallError, loadGuest } from "@airssys/runtime";
import { createHarness, MockError } from "@airssys/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { createMockGuest } from "../src/guest/mock-guest.ts";
import { newFolder } from "./differences.ts";

const WIT = `package test:small;
world small { import airssys:wasm/storage@0.1.0; export run: func(text: string) -> string; }`;

/** A harness in mock mode for a module. */
function open(entry: string, files: Readonly<Record<string, string>> = {}) {
  const folder = newFolder({ "package.json": "{}", "wit/small.wit": WIT, "src/entry.ts": entry, ...files });
  onTestFinished(() => folder.remove());
  return {
    folder: folder.path,
    harness: createHarness({
      entry: `${folder.path}/src/entry.ts`,
      manifest: '[component]\nid = "small"\nversion = "1.0.0"\n[permissions]\nstorage = { access = "admin" }',
      conditions: ["@airssys/source"],
      mode: "mock",
    }),
  };
}

async function catchError(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.unreachable("it did not fail"),
    (error: unknown) => error,
  );
}

describe("a guest that could not be built", () => {
  it.each([
    [
      "missing-export",
      "export const other = 1;",
      {},
      'entry.ts must export the function "run": the world "small" asks',
    ],
    ["syntax", "export const run = ;", {}, "entry.ts:1:20: "],
    ["unresolved-import", 'import "node:fs"; export const run = String;', {}, "a component has no Node modules"],
    [
      "unresolved-import",
      'import { storageGot } from "airssys:wasm/storage@0.1.0"; export const run = storageGot;',
      {},
      "storageGot",
    ],
    [
      "unresolved-import",
      'import { storageExtend } from "airssys:wasm/storage-ttl@0.1.0"; export const run = storageExtend;',
      {},
      'the world "small" imports airssys:wasm/storage@0.1.0',
    ],
    ["top-level", 'export const run = String;\nthrow new Error("early");', {}, "entry.ts:2:7: Error: early"],
    [
      "top-level",
      'import { storageSize } from "airssys:wasm/storage@0.1.0";\nexport const run = String;\nstorageSize();',
      {},
      'entry.ts:3:1: "storage-size" of airssys:wasm/storage@0.1.0 cannot be called at build time',
    ],
    [
      "top-level",
      "export const run = String;\nexport const drawn = Math.random();",
      {},
      "entry.ts:2:27: Math.random() cannot be called at build time",
    ],
    ["top-level", "export const run = String;\nprocess.exit();", {}, "process is not defined"],
    [
      "syntax",
      "export const run = String;\nexport const word = /^\\p{L}+$/u;",
      {},
      "entry.ts:2:21: SyntaxError: invalid property name in regular expression (the engine has no Unicode properties",
    ],
    ["wit", "export const run = String;", { "wit/small.wit": "package a:b; world small { nonsense }" }, ""],
  ])("cannot be run either: %s", async (code, entry, files, words) => {
    const error = await catchError(open(entry, files).harness);
    expect(error).toBeInstanceOf(ComponentizeError);
    expect(error).toMatchObject({ code });
    expect((error as Error).message).toContain(words);
  });
});

it("a regular expression with p in it is no Unicode property", async () => {
  const { harness } = open(
    "export const run = (text: string) => text.replace(/\\\\p{1}/u, String(/\\p{2}/.test('pp')));",
  );
  await using opened = await harness;
  expect(await (await opened.start()).call("run", "\\p")).toBe("true");
});

it("an interface that is not exported goes by its name, as when it is built", async () => {
  const wit = WIT.replace("export run", "export other: interface { f: func(); }\n export run");
  const error = await catchError(open("export const run = String;", { "wit/small.wit": wit }).harness);
  expect(error).toMatchObject({
    code: "missing-export",
    message: expect.stringContaining('the interface "other", as'),
  });
});

describe("what needs a component", () => {
  it("is said to need one: an await at the top level", async () => {
    const error = await catchError(open("const word = await 'a';\nexport const run = () => word;").harness);
    expect(error).toBeInstanceOf(MockError);
    expect(error).toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(/entry\.ts:1:14: mock mode cannot wait/),
    });
  });

  it.each([
    ["an import that is not of the contract", "import wasi:clocks/wall-clock@0.2.0;"],
    ["a resource", "export things: interface { resource thing { get: func() -> u32; } }"],
  ])("is said to need one: %s", async (_what, line) => {
    const wit = `${WIT.replace("}", `${line} }`)}
      package wasi:clocks@0.2.0 { interface wall-clock { now: func() -> u64; } }`;
    const error = await catchError(open("export const run = String;", { "wit/small.wit": wit }).harness);
    expect(error).toBeInstanceOf(MockError);
    expect(error).toMatchObject({ code: "unsupported", message: expect.stringContaining('mode "memory"') });
  });
});

describe("an error of a guest", () => {
  it("tells where in the author's own files it comes from, to the program and to the guest", async () => {
    const { folder, harness } = open(
      'import { broken } from "./broken.ts";\n\nexport const run = (text: string) => broken(text);\n',
      {
        "src/broken.ts": [
          "interface Erased { readonly text: string }",
          "",
          "export function broken(text: string): string {",
          "  const erased: Erased = { text };",
          '  const error = new Error("broken by " + erased.text);',
          '  if (text === "see") return String(error.stack);',
          "  throw error;",
          "}",
        ].join("\n"),
      },
    );
    await using opened = await harness;
    const instance = await opened.start();
    const frames = [`broken (${folder}/src/broken.ts:5:17)`, `run (${folder}/src/entry.ts:3:38)`];
    const lines = (text: string) => text.split("\n").map((line) => line.trim());
    expect(lines(String(await instance.call("run", "see")))).toEqual([
      "Error: broken by see",
      ...frames.map((each) => `at ${each}`),
    ]);
    const error = (await catchError(instance.call("run", "x"))) as CallError;
    expect(error.message).toBe("run of small trapped: broken by x");
    expect(lines(error.stderr)).toEqual(["broken by x", "Stack:", ...frames.map((each) => `at ${each}`), ""]);
    expect(lines((error.cause as Error).stack ?? "")).toEqual([
      "Error: broken by x",
      ...frames.map((each) => `at ${each}`),
    ]);
  });

  it("cannot be caught by its guest, if it comes from the host", async () => {
    const guard = 'import * as storage from "airssys:wasm/storage@0.1.0";\n';
    const { folder, harness } = open(
      `${guard}export const run = () => { try { return String(storage.storageSize()); } catch { return "caught"; } };`,
    );
    await (await harness).close();
    const source = await createMockGuest({
      entry: `${folder}/src/entry.ts`,
      wit: `${folder}/wit`,
      world: undefined,
      conditions: [],
      clock: Date.now,
    });
    const manifest = parseManifest('[component]\nid = "small"\nversion = "1.0.0"');
    const promised = (answer: () => unknown) => ({
      ...source,
      openGuest: (surroundings: Parameters<typeof source.openGuest>[0]) =>
        source.openGuest({ ...surroundings, imports: { "airssys:wasm/storage@0.1.0": { storageSize: answer } } }),
    });
    const host = openHost({ backend: openMemory() });
    const outcome = async (answer: () => unknown) => {
      const instance = await loadGuest(promised(answer), { host, manifest }).start();
      return ((await catchError(instance.call("run", ""))) as CallError).message;
    };
    expect(await outcome(() => Promise.resolve())).toContain("its host answers with promises");
    expect(
      await outcome(() => {
        throw new Error("of the host");
      }),
    ).toBe("run of small trapped: of the host");
  });
});

describe("a guest whose files have changed", () => {
  it("is another one for the harnesses that come after", async () => {
    const { folder, harness } = open('import { word } from "./word.ts"; export const run = () => word;', {
      "src/word.ts": 'export const word = "before";',
    });
    const answer = async (opened: typeof harness) => {
      await using each = await opened;
      return (await each.start()).call("run", "");
    };
    expect(await answer(harness)).toBe("before");
    writeFileSync(`${folder}/src/word.ts`, 'export const word = "after it";');
    const again = createHarness({
      entry: `${folder}/src/entry.ts`,
      manifest: '[component]\nid = "small"\nversion = "1.0.0"',
      mode: "mock",
    });
    expect(await answer(again)).toBe("after it");
  });
});
