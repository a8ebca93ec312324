import { openMemory } from "@airssys/backend/memory";
import { openHost, openStore } from "@airssys/host";
import { type CallError, type Instance, load, type Transpiled } from "@airssys/runtime";
import { workerThreads } from "@airssys/runtime/node";
import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readComponent } from "../src/declared/component-shape.ts";
import { functionsAmong } from "../src/declared/found-functions.ts";
import { MANIFEST, probeBytes } from "./fixtures/probe-component.ts";
import { cache } from "./fixtures/transpiled.ts";

const WIT = `package test:library@1.2.0;
package zoo:library { interface books { close: func(); } }
interface books {
  enum color { red, blue } flags rights { can-read, exec } record tag { name: string, shade: option<color> }
  record note { title: string, due-date: option<u64>, tags: list<tag> }
  variant place { nowhere, shelf(u8), named(string) }
  resource reader { constructor(name: string); lend: func(copies: u32); }
  lend: func(copies: u32) -> u32;
  put: func(id: string, data: list<u8>);
  write: func(notes: list<note>, place: place) -> result<u32, string>;
  grant: func(to: tuple<string, rights>, at: option<s64>, reason: option<string>);
  sign: func(by: borrow<reader>);
}
world library { export zoo:library/books; export books; export letter-of: func(of: char) -> string; }`;

/** A component of that world whose functions trap, so that any call that reaches the guest shows. */
async function libraryBytes(): Promise<Uint8Array> {
  return componentNew(await componentEmbed({ witSource: WIT, world: "library", dummy: true }));
}

describe("the functions that a component exports", () => {
  it("are read with all of their types, from nested components too", async () => {
    const { exports, table } = readComponent(await libraryBytes());
    const { types, functions } = functionsAmong(exports, table.types);
    expect(functions.map(({ from, name }) => `${from} ${name}`).sort()).toEqual([
      "null letter-of",
      "test:library/books@1.2.0 [constructor]reader",
      "test:library/books@1.2.0 [method]reader.lend",
      "test:library/books@1.2.0 grant",
      "test:library/books@1.2.0 lend",
      "test:library/books@1.2.0 put",
      "test:library/books@1.2.0 sign",
      "test:library/books@1.2.0 write",
      "zoo:library/books close",
    ]);
    const { parameters = [], result } = functions.find(({ name }) => name === "write") ?? {};
    expect(parameters.map(({ name, type }) => [name, types[type]?.kind])).toEqual([
      ["notes", "list"],
      ["place", "variant"],
    ]);
    expect(types[result ?? -1]).toMatchObject({ kind: "result" });
    expect(types).toContainEqual(expect.objectContaining({ kind: "flags", names: ["canRead", "exec"] }));
    expect(JSON.parse(JSON.stringify({ types, functions }))).toEqual({ types, functions });
  });

  it("share their types, however often one refers to another", async () => {
    const made = Array.from({ length: 60 }, (_each, index) => `(type $t${index + 1} (tuple $t${index} $t${index}))`);
    const text = `(component (type $t0 u8) ${made.join("\n")} (import "a:b/c" (instance (export "f" (func (param "x" u8))))))`;
    const { table } = readComponent(await parse(text));
    expect(table.types.length).toBeLessThan(70);
  });

  it("cannot have types of more levels than the limit", async () => {
    const made = Array.from({ length: 101 }, (_each, index) => `(type $t${index + 1} (option $t${index}))`);
    const text = `(component (type $t0 u8) ${made.join("\n")})`;
    await expect(
      load(await parse(text), { host: openHost({ backend: openMemory() }), manifest: MANIFEST }),
    ).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining("a type of more than 64 levels"),
    });
  });
});

describe.each([
  ["in the thread that calls it", undefined],
  ["in a thread of its own", workerThreads()],
])("a component %s", (_where, isolation) => {
  let library: Instance;
  let transpiled: Transpiled;
  const keepIt = (made: Transpiled) => {
    transpiled = made;
  };

  beforeAll(async () => {
    const component = await load(await libraryBytes(), {
      host: openHost({ backend: openMemory() }),
      manifest: MANIFEST,
      cache: { ...cache, set: async (_key, made) => keepIt(made), get: async () => undefined },
      ...(isolation && { isolation, callTimeMaxMs: 30_000 }),
    });
    library = await component.start();
  });
  afterAll(() => library.stop());

  const tag = { name: "new" };
  const note = { title: "On time", dueDate: 5n, tags: [tag] };
  const nowhere = { tag: "nowhere" };

  it.each<[string, unknown[], string]>([
    ["books.lend", [-5], "copies: expected u32, got -5"],
    ["books.lend", ["12abc"], 'copies: expected u32, got "12abc"'],
    ["books.lend", [], "it takes 1 argument (copies), got 0"],
    ["books.lend", [1, 2], "it takes 1 argument (copies), got 2"],
    ["test:library/books@1.2.0.lend", [1.5], "copies: expected u32, got 1.5"],
    ["books.put", ["a", { byteLength: 640 }], "data: expected list<u8> (a Uint8Array), got an object"],
    ["books.put", ["a", "text"], 'data: expected list<u8> (a Uint8Array), got "text"'],
    ["books.write", [[note, { ...note, title: 7 }], nowhere], "notes[1].title: expected string, got 7"],
    ["books.write", [[{ ...note, dueDate: 5 }], nowhere], "notes[0].dueDate: expected u64 (a bigint), got 5"],
    ["books.write", [[{ title: "" }], nowhere], "notes[0].tags: expected list (an array), got undefined"],
    ["books.write", [[{ ...note, extra: 1 }], nowhere], "notes[0].extra: expected only title, dueDate, tags, got 1"],
    [
      "books.write",
      [[{ ...note, tags: [{ ...tag, shade: "purple" }] }], nowhere],
      'notes[0].tags[0].shade: expected one of red, blue, got "purple"',
    ],
    ["books.write", [[], { tag: "shelf", val: 300 }], "place.val: expected u8, got 300"],
    [
      "books.write",
      [[], { tag: "attic" }],
      'place: expected { tag, val } with a tag of nowhere, shelf, named, got the tag "attic"',
    ],
    ["books.grant", [["a", { canWrite: true }]], "to[1].canWrite: expected only canRead, exec, got true"],
    ["books.grant", [["a", {}], 2n ** 63n], "at: expected s64 (a bigint), got 9223372036854775808n"],
    [
      "books.sign",
      [{}],
      isolation
        ? "by: expected no borrow: none can pass in or out where this component runs, got an object"
        : "by: expected borrow, got an object",
    ],
    ["letterOf", ["ab"], 'of: expected char (one character), got "ab"'],
  ])("is not called at %s with %o", async (path, args, problem) => {
    await expect(library.call(path, ...args)).rejects.toMatchObject({
      name: "CallError",
      code: "invalid-argument",
      message: `${path} of probe was not begun: ${problem}`,
    });
    expect(library.traps).toBe(0);
  });

  it("is not called with a value that throws when it is read, and the caller gets the reason", async () => {
    const thrown = new Error("not now");
    const note = {
      get title() {
        throw thrown;
      },
    };
    const error = await library.call("books.write", [note], nowhere).catch((reason: unknown) => reason as CallError);
    expect(error).toMatchObject({ code: "invalid-argument", cause: thrown });
    expect(library.traps).toBe(0);
  });

  it("has no paths for constructors and methods of resources", async () => {
    for (const path of ["books.Reader", "books.[constructor]reader", "books.[method]reader.lend"])
      await expect(library.call(path, "a")).rejects.toMatchObject({ code: "no-such-export" });
    expect(library.traps).toBe(0);
  });

  it("is called with arguments of its types, of which trailing options may be missing", async () => {
    let { traps } = library;
    const calls: [string, ...unknown[]][] = [
      ["books.lend", 5],
      ["books.put", "a", Uint8Array.of(1)],
      [
        "books.write",
        [note, { ...note, dueDate: undefined, tags: [{ name: "", shade: "red" }] }],
        { tag: "shelf", val: 3 },
      ],
      ["books.grant", ["a", { exec: true }]],
      ["books.grant", ["a", {}], null, "why"],
      ["letterOf", "\u{1f600}"],
    ];
    for (const [path, ...args] of calls) {
      await expect(library.call(path, ...args)).rejects.toMatchObject({ code: "trapped" });
      expect(library.traps).toBe(++traps);
    }
  });

  it("gives a short name that two interfaces share to the first", async () => {
    await expect(library.call("zoo:library/books.close")).rejects.toMatchObject({ code: "trapped" });
    await expect(library.call("books.close")).rejects.toMatchObject({ code: "no-such-export" });
    expect(transpiled.exports.functions.length).toBe(9);
  });
});

describe("a call with an argument that is wrong", () => {
  it("changes neither the instance, its memory nor its data, and takes no turn", async () => {
    const backend = openMemory();
    const options = { host: openHost({ backend }), manifest: MANIFEST, cache, callsWaitingMax: 1 };
    await using component = await load(probeBytes(), options);
    const probe = await component.start();
    const store = openStore({ backend }).open("component:probe");
    await probe.call("probe.set", "a", "first");
    const version = store.version();
    const wrong = Array.from({ length: 20 }, () => probe.call("probe.set", "a", 5).catch(({ code }) => code));
    expect(await Promise.all(wrong)).toEqual(new Array(20).fill("invalid-argument"));
    expect([store.version(), probe.traps, await probe.call("probe.get", "a")]).toEqual([version, 0, "first"]);
  });

  it("copies its arguments when it is made, even if they change while it waits", async () => {
    await using component = await load(probeBytes(), {
      host: openHost({ backend: openMemory() }),
      manifest: MANIFEST,
      cache,
    });
    const probe = await component.start();
    await probe.call("probe.set", "a", "first");
    const keys: unknown[] = ["a", "b"];
    const found = probe.call("probe.getAll", keys);
    keys[0] = 7;
    keys.length = 1;
    expect(await found).toEqual(["first", undefined]);
  });
});
