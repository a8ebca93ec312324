import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { load } from "@airssys/runtime";
import { inJavaScript } from "@airssys/runtime/declared";
import { workerThreads } from "@airssys/runtime/node";
import { afterEach, describe, expect, it } from "vitest";
import { transpile } from "../../src/transpile/transpile.ts";
import { MANIFEST } from "../fixtures/probe-component.ts";
import * as hostile from "./components.ts";

const options = () => ({ host: openHost({ backend: openMemory() }), manifest: MANIFEST });

/** Loads a component that is read in a process of its own, as everywhere else. */
const loadedApart = async (component: Uint8Array | Promise<Uint8Array>) => load(await component, options());

/** Loads a component that the same code has read in this process: one second less for each of the many names. */
async function loaded(component: Uint8Array | Promise<Uint8Array>, more = {}) {
  const bytes = await component;
  const transpiled = await transpile(bytes, "sync");
  return load(bytes, { ...options(), cache: { get: async () => transpiled, set: async () => {} }, ...more });
}

declare global {
  /** Set by code that escaped from a component. */
  var canary: unknown;
}

describe("a component whose names are code", () => {
  afterEach(() => {
    expect(globalThis.canary).toBeUndefined();
    globalThis.canary = undefined;
  });

  const CODE = "globalThis.canary = 1";

  it.each([
    ["a text in single quotes", `x'] ?? (${CODE}, () => 42) ?? ['y`],
    ["a text in double quotes", `x\\"] ?? (${CODE}, () => 42) ?? [\\"y`],
    ["a template", `x\`] ?? (${CODE}, () => 42) ?? [\`\${${CODE}}`],
    ["a line", `x\\n${CODE}\\n//`],
    ["a line of Unicode", `x\\u{2028}${CODE}\\u{2029}//`],
    ["a comment", `*/ ${CODE} /*`],
    ["an escape", "x\\\\"],
    ["nothing", ""],
    ["a prototype", "__proto__"],
    ["its own constructor", "constructor"],
  ])("runs as usual with a core export that ends %s", async (_what, name) => {
    for (const where of [{}, { isolation: workerThreads() }]) {
      await using component = await loaded(hostile.coreNamed(name), where);
      const instance = await component.start();
      expect(await instance.call("run")).toBe(1);
    }
  });

  it.each([
    [`x'] ?? (${CODE}, () => 42) ?? ['y`, "f"],
    ["m", `x'] ?? (${CODE}, () => 42) ?? ['y`],
    ["__proto__", "__proto__"],
  ])("runs as usual with core import names that do: %s, %s", async (module, name) => {
    await using component = await loaded(hostile.coreImporting(module, name));
    expect(await (await component.start()).call("run")).toBe(1);
  });

  it.each(["url=<https://x/>", "integrity=<sha256-ab>", "locked-dep=<a:b@1.0.0>", "unlocked-dep=<a:b@{>=1.0.0}>"])(
    "is refused where an import is called %s, and the next component is loaded",
    async (name) => {
      await expect(loadedApart(hostile.importing(name))).rejects.toMatchObject({
        name: "LoadError",
        code: "unsupported-name",
      });
      await expect(loadedApart(hostile.exporting("run"))).resolves.toBeDefined();
    },
  );
});

/** Names with a meaning in JavaScript, in the generated code, or for a caller that awaits it. */
const WORDS = [
  "then",
  "catch",
  "constructor",
  "arguments",
  "eval",
  "await",
  "yield",
  "delete",
  "static",
  "let",
  "lifted",
];
const GENERATED = [
  "exports0",
  "module0",
  "memory0",
  "gen",
  "promise",
  "resolve",
  "imports",
  "instantiate-core",
  "data-view",
];

/** Returns the answer of a call, or the error of loading. */
async function outcome(component: Promise<Uint8Array>, path: string): Promise<unknown> {
  try {
    await using made = await loaded(component);
    return await (await made.start()).call(path);
  } catch (error) {
    return error;
  }
}

const REFUSED = { name: "LoadError", code: "unsupported-name" };

describe("a component whose names have a meaning in JavaScript", () => {
  it("exports functions that can be called, or is refused with the reason", async () => {
    for (const name of [...WORDS, ...GENERATED]) {
      const path = inJavaScript(name);
      const answer = await outcome(hostile.exporting(name), path);
      if (answer !== 1) expect(answer, name).toMatchObject({ ...REFUSED, message: expect.stringContaining(path) });
    }
    expect(await outcome(hostile.exporting("then", "lifted", "resolve"), "then")).toBe(1);
    expect(await outcome(hostile.exporting("exports0"), "exports0")).toMatchObject(REFUSED);
  }, 300_000);

  it("exports interfaces whose functions replace nothing else", async () => {
    const meter = ["bytes", "elements", "begin", "handles"];
    expect(await outcome(hostile.exportingInterface("a:b/lifted", ...meter), "lifted.bytes")).toBe(1);
    expect(await outcome(hostile.exportingInterface("a:b/airssys-meter", ...meter), "airssysMeter.bytes")).toBe(1);
    expect(await outcome(hostile.exportingInterface("a:b/then", "then"), "then.then")).toBe(1);
  });

  it.each(["promise", "web-assembly", "object", "uint8-array", "map", "error"])(
    "exports no resource that hides what the generated code uses: %s",
    async (name) => {
      const answer = await outcome(hostile.exportingResource(name), "nothing");
      if (!isMissing(answer)) expect(answer).toMatchObject(REFUSED);
    },
  );
});

/** The component was loaded and started; only the called function is missing. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "no-such-export";

const TOO_MUCH = { name: "LoadError", code: "unsupported" };
const NO_COMPONENT = { name: "LoadError", code: "not-a-component" };

describe("a component that needs much to be loaded", () => {
  it.each([
    ["declares more types than it has bytes", async () => hostile.declaringMore(20), NO_COMPONENT],
    ["declares more types than it has bytes, once", async () => hostile.declaringMore(1), NO_COMPONENT],
    ["has a type of 131 072 parts", () => hostile.doubling(17), TOO_MUCH],
    ["has a type of 100 levels", () => hostile.nesting(100), TOO_MUCH],
    ["has components that are 100 deep", () => hostile.inside(100), TOO_MUCH],
    [
      "has 12 000 exports",
      () => hostile.exporting(...Array.from({ length: 12_000 }, (_none, index) => `f${index}`)),
      TOO_MUCH,
    ],
    ["lowers a function 1 600 times", () => hostile.lowering(1_600), TOO_MUCH],
    [
      "has a function of 50 000 variables and 20 000 loops inside of each other",
      () => hostile.looping(50_000, 20_000, true),
      TOO_MUCH,
    ],
    ["has 20 000 loops inside of each other", () => hostile.looping(0, 20_000, true), TOO_MUCH],
    ["has a function of 9 000 variables and 4 000 loops", () => hostile.looping(9_000, 4_000, false), TOO_MUCH],
    ["hides its variables and loops behind typed references", () => hostile.misleading(9_000, 2_000), TOO_MUCH],
    ["has 9 000 variables and 10 000 branches", () => hostile.branching(9_000, 10_000), TOO_MUCH],
    ["has a section twice", async () => hostile.sectioned([1, 1, 0], 2), NO_COMPONENT],
    ["has 96 tables", () => hostile.tables(96, 1), TOO_MUCH],
    ["has tables of 300 000 elements", () => hostile.tables(3, 100_000), TOO_MUCH],
    ["makes sets to wait for", () => hostile.usingBuiltIn("waitable-set.new"), TOO_MUCH],
    ["makes error contexts", async () => withCanon(0x1c, 0x00), TOO_MUCH],
  ])("is refused when it %s", async (_what, component, error) => {
    await expect(loadedApart(component())).rejects.toMatchObject(error);
  });

  it.each([
    ["lowers a function 200 times", () => hostile.lowering(200)],
    [
      "has 500 exports",
      () => hostile.exporting("run", ...Array.from({ length: 500 }, (_none, index) => `f-${index}a`)),
    ],
    ["has a function of 1 000 variables and 1 000 loops", () => hostile.looping(1_000, 1_000, true)],
    ["has a function of 1 000 variables and 1 000 branches", () => hostile.branching(1_000, 1_000)],
  ])("is loaded and called when it %s", async (_what, component) => {
    await using made = await loadedApart(component());
    expect(await (await made.start()).call("run")).toBe(1);
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["text", new TextEncoder().encode("component")],
    ["a core module", Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)],
    ["half a section", Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 7, 9, 1)],
  ])("is refused as not a component when it is %s", async (_what, bytes) => {
    await expect(loadedApart(bytes)).rejects.toMatchObject(NO_COMPONENT);
  });
});

describe("a component that passes large values made of little memory", () => {
  const LIMITS = { memoryBytesMax: 8_388_608 };
  const TUPLES = Array.from({ length: 50 }, (_none, level) => `(tuple ${level === 0 ? "u8" : `$t${level - 1}`})`);
  const OPTIONS = Array.from({ length: 20 }, (_none, level) => `(option ${level === 0 ? "u8" : `$t${level - 1}`})`);

  it.each([
    ["tuples in tuples", TUPLES, 50_000],
    ["options of options", OPTIONS, 500_000],
    ["tuples of 500 bytes", [`(tuple ${"u8 ".repeat(500)})`], 8_000],
  ])("has the values counted that its lists become: %s", async (_what, types, items) => {
    await using component = await loaded(hostile.returningList(types, items), LIMITS);
    const call = (await component.start()).call("run");
    await expect(call).rejects.toMatchObject({ code: "trapped", message: expect.stringContaining("elements at once") });
  });

  it("may pass values up to the limit", async () => {
    await using component = await loaded(hostile.returningList(["(tuple u8 u8)"], 300_000), LIMITS);
    expect(await (await component.start()).call("run")).toHaveLength(300_000);
  });

  it("has its custom sections ignored by its host, however many there are", async () => {
    await expect(loadedApart(hostile.sectioned([0, 1, 0], 100_000))).resolves.toBeDefined();
  });
});

describe("exports with one short name", () => {
  const BYTES = new Uint8Array(3);

  it.each([
    ["a:b/c", "c"],
    ["c", "a:b/c"],
  ])("cannot be called by it if only one has another name: %s and %s", async (ofNumbers, ofBytes) => {
    await using component = await loaded(hostile.exportingTwo(ofNumbers, ofBytes));
    const instance = await component.start();
    for (const value of [7, BYTES])
      await expect(instance.call("c.run", value)).rejects.toMatchObject({ code: "no-such-export" });
    if (ofNumbers !== "c") expect(await instance.call(`${ofNumbers}.run`, 7)).toBe(1);
    if (ofBytes !== "c") expect(await instance.call(`${ofBytes}.run`, BYTES)).toBe(2);
    expect(instance.traps).toBe(0);
  });

  it.each([
    ["a:b/c", "z:b/c"],
    ["z:b/c", "a:b/c"],
    ["a:b/c@10.0.0", "a:b/c@9.0.0"],
  ])("are checked by the types of the one that is called: %s and %s", async (ofNumbers, ofBytes) => {
    await using component = await loaded(hostile.exportingTwo(ofNumbers, ofBytes));
    const instance = await component.start();
    const isOfNumbers = ofNumbers < ofBytes;
    expect(await instance.call("c.run", isOfNumbers ? 7 : BYTES)).toBe(isOfNumbers ? 1 : 2);
    await expect(instance.call("c.run", isOfNumbers ? BYTES : 7)).rejects.toMatchObject({ code: "invalid-argument" });
    expect(await instance.call(`${ofNumbers}.run`, 7)).toBe(1);
    expect(await instance.call(`${ofBytes}.run`, BYTES)).toBe(2);
    expect(instance.traps).toBe(0);
  });
});

/** A component with one built-in, by its number and options. */
function withCanon(...canon: readonly number[]): Uint8Array {
  return Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 8, canon.length + 1, 1, ...canon);
}
