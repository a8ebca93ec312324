// Reading WIT, joining its packages, and locating errors in it. No component is built here.
import { join } from "node:path";
import { expect, test } from "vitest";
import { ComponentizeError } from "../src/errors/componentize-error.ts";
import { narrowTarget } from "../src/wit/narrow-target.ts";
import { readWitText } from "../src/wit/wit-text.ts";
import { readWorld } from "../src/wit/wit-world.ts";
import { createProject, rejectionOf } from "./project.ts";

const COUNTER = `package example:counter;

world counter {
    include airssys:wasm/component@0.1.0;

    export count: func(name: string) -> u32;
}
`;

async function worldOf(path: string, name?: string) {
  return readWorld(await readWitText(path), name);
}

test("a single file gets the contract of storage added", async () => {
  const folder = await createProject({ "counter.wit": COUNTER });
  const world = await worldOf(join(folder, "counter.wit"), "counter");
  expect(world).toMatchObject({ name: "counter", imports: ["airssys:wasm/storage@0.1.0"] });
});

test("a world need not be named when there is only one", async () => {
  const folder = await createProject({ "counter.wit": COUNTER });
  expect(await worldOf(join(folder, "counter.wit"))).toHaveProperty("name", "counter");
});

test("a folder is one package of many files, with the packages of its deps folder", async () => {
  const folder = await createProject({
    "a-types.wit": "/// package x:y;\ninterface types { record point { x: u32 } }",
    "counter.wit":
      "package example:counter;\nworld counter { use types.{point}; import other:clock/now@2.0.0; import other:log/out; export f: func(p: point); }",
    "z.wit": "package example:counter;\ninterface more { }",
    "deps/clock/clock.wit":
      "package other:clock@2.0.0;\ninterface now { use other:units/time.{ms}; now: func() -> ms; }",
    "deps/clock/more.wit": "interface later { }",
    "deps/log.wit": "package other:log;\ninterface out { print: func(line: string); }",
    "deps/units/units.wit": "package other:units;\ninterface time { type ms = u64; }",
    "deps/README.md": "no WIT",
  });
  const { imports } = await worldOf(folder);
  expect(imports).toEqual(expect.arrayContaining(["other:clock/now@2.0.0", "other:log/out"]));
});

test("plain names that a world imports are known, too", async () => {
  const folder = await createProject({
    "w.wit": "package a:b;\nworld w { import log: func(line: string); import more: interface { f: func(); } }",
  });
  const { imports } = await worldOf(join(folder, "w.wit"));
  expect([...imports].sort()).toEqual(["log", "more"]);
});

test("resources are no obstacle", async () => {
  const folder = await createProject({
    "w.wit":
      "package a:b;\ninterface i { resource r { constructor(); get: func() -> u32; } }\nworld w { import i; export make: func() -> u32; }",
  });
  expect(await worldOf(join(folder, "w.wit"))).toHaveProperty("imports", ["a:b/i"]);
});

test("the contract itself is WIT like any and is not added to itself", async () => {
  const folder = join(import.meta.dirname, "..", "..", "..", "wit");
  expect(await worldOf(folder, "component")).toHaveProperty("imports", ["airssys:wasm/storage@0.1.0"]);
});

test.each(["draft", "draft2"])(
  "the version of wasi:keyvalue that a world names is added, and no other: %s",
  async (draft) => {
    const wit = `package a:b;\nworld w { import wasi:keyvalue/store@0.2.0-${draft}; include wasi:keyvalue/imports@0.2.0-${draft}; }`;
    const folder = await createProject({ "w.wit": wit });
    const text = await readWitText(join(folder, "w.wit"));
    const names = ["atomics", "batch", "store"].map((name) => `wasi:keyvalue/${name}@0.2.0-${draft}`);
    expect((await readWorld(text, "w")).imports.toSorted()).toEqual(names);
    expect(text.text.match(/package wasi:keyvalue@\S+/g)).toEqual([`package wasi:keyvalue@0.2.0-${draft}`]);
  },
);

test("a world that does not name wasi:keyvalue has none of it", async () => {
  const folder = await createProject({ "counter.wit": COUNTER });
  expect((await readWitText(join(folder, "counter.wit"))).text).not.toContain("wasi:keyvalue");
});

test("the user's own copy of wasi:keyvalue is the one that counts", async () => {
  const folder = await createProject({
    "w.wit":
      "package a:b;\nworld w { import wasi:keyvalue/store@0.2.0-draft2; import wasi:keyvalue/extra@0.2.0-draft2; }",
    "deps/keyvalue.wit":
      "package wasi:keyvalue@0.2.0-draft2;\ninterface store { f: func(); }\ninterface extra { g: func(); }",
  });
  const imports = ["wasi:keyvalue/extra@0.2.0-draft2", "wasi:keyvalue/store@0.2.0-draft2"];
  expect((await worldOf(folder)).imports.toSorted()).toEqual(imports);
});

test("a world that is not there is an error that lists those there are", async () => {
  const folder = await createProject({ "w.wit": "package a:b;\nworld one { }\nworld two { }" });
  const error = await rejectionOf(worldOf(join(folder, "w.wit"), "three"));
  expect(error).toBeInstanceOf(ComponentizeError);
  expect(error).toHaveProperty("code", "world-not-found");
  expect(error).toHaveProperty("message", 'there is no world "three"; the WIT has one, two');
});

test("a world that is not named is an error where there are many or none", async () => {
  const folder = await createProject({
    "w.wit": "package a:b;\nworld one { }\nworld two { }",
    "none.wit": "package a:b;",
  });
  const expected = { code: "world-not-found", message: "say which world, of one, two" };
  await expect(worldOf(join(folder, "w.wit"))).rejects.toMatchObject(expected);
  await expect(worldOf(join(folder, "none.wit"))).rejects.toMatchObject({ code: "world-not-found" });
});

const FAULTS: readonly [what: string, wit: string, place: string, problem: RegExp][] = [
  ["a word that does not fit", "package a:b;\n\nworld w {\n  export f: funk();\n}", "4:17", /expected ';', found '\('/],
  ["a mark that does not fit", "package a:b;\nworld w {\n  export f func();\n}", "3:12", /expected/],
  [
    "a name that is not known",
    "package a:b;\n// nope\nworld w {\n  export f: func() -> nope;\n}",
    "4:23",
    /`nope` does not exist/,
  ],
  ["an interface that is not known", "package a:b;\nworld w {\n  import nope;\n}", "3:10", /`nope` does not exist/],
  [
    "a package that is not known",
    "package a:b;\nworld w {\n  import c:d/e@1.0.0;\n}",
    "3:10",
    /package 'c:d@1.0.0' not found/,
  ],
  [
    "a world that is not in the contract",
    "package a:b;\nworld w {\n  include airssys:wasm/nope@0.1.0;\n}",
    "3:24",
    /'nope' not found in package/,
  ],
  ["a name that is there twice", "package a:b;\nworld w {\n  export f: func();\n  export f: func();\n}", "3:10", /`f`/],
  ["a text that ends too early", "package a:b;\nworld w {\n  export f: func();\n", "4:1", /found the end of the file/],
];

test.each(FAULTS)("%s is an error with its place in the user's file", async (_, wit, place, problem) => {
  const folder = await createProject({ "w.wit": wit });
  const error = await rejectionOf(worldOf(join(folder, "w.wit"), "w"));
  expect(error).toMatchObject({ code: "wit", message: expect.stringMatching(problem) });
  const { location } = error as ComponentizeError;
  expect(`${location?.line}:${location?.column}`).toBe(place);
  expect(location?.file).toBe(join(folder, "w.wit"));
});

test("an error in a folder is found in the file that has it", async () => {
  const folder = await createProject({
    "a.wit": "package a:b;\nworld w { import i; }",
    "b.wit": "\n\n  interface i { f: funk(); }",
  });
  const location = { file: join(folder, "b.wit"), line: 3, column: 20 };
  await expect(worldOf(folder, "w")).rejects.toMatchObject({ code: "wit", location });
});

test("a file of another package in a folder is an error", async () => {
  const folder = await createProject({ "a.wit": "package a:b;", "b.wit": "\npackage c:d;" });
  const location = { file: join(folder, "b.wit"), line: 2, column: 1 };
  await expect(worldOf(folder, "w")).rejects.toMatchObject({ code: "wit", location });
});

test.each([
  ["nothing", "missing.wit", "there is no WIT file or folder"],
  ["no WIT", "empty", "holds no .wit file"],
  ["no package line", "bare.wit", 'lacks a line such as "package example:counter;"'],
])("a path to %s is an error", async (_, path, problem) => {
  const folder = await createProject({ "empty/README.md": "", "bare.wit": "world w { }" });
  await expect(worldOf(join(folder, path))).rejects.toMatchObject({
    code: "wit",
    message: expect.stringContaining(problem),
  });
});

test("what code does not import of the contract is taken out of its world, and everything else stays", async () => {
  const wit = `package example:notes@1.2.0;
interface notes {
    use airssys:wasm/storage@0.1.0.{storage-error};
    record note { text: string }
    add: func(note: note) -> result<_, storage-error>;
}
world notes-world {
    include airssys:wasm/stateful@0.1.0;
    include airssys:wasm/event-handler@0.1.0;
    import log: func(text: string);
    export notes;
}
`;
  const folder = await createProject({ "notes.wit": wit });
  const text = await readWitText(join(folder, "notes.wit"));
  const world = await readWorld(text, undefined);
  const whole = narrowTarget(text, world, world.imports);
  expect(whole).toEqual({ wit: text.text, world: "notes-world" });

  const target = narrowTarget(text, world, ["airssys:wasm/storage@0.1.0", "log"]);
  const narrow = await readWorld({ ...text, text: target.wit }, target.world);
  // The types of what is exported need the interfaces that they are of.
  expect(narrow.imports.toSorted()).toEqual(["airssys:wasm/storage-watch@0.1.0", "airssys:wasm/storage@0.1.0", "log"]);
  const exported = (definition: string) => definition.match(/^ {2}export .*$/gm);
  expect(exported(narrow.definition)).toEqual(exported(world.definition));
  expect(exported(world.definition)).toEqual([
    "  export example:notes/notes@1.2.0;",
    "  export airssys:wasm/storage-events@0.1.0;",
  ]);
});
