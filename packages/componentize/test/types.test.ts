// Exported functions are compared with the types that the world declares.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkEntry } from "../src/types/check-entry.ts";
import { findCompiler, readFaults } from "../src/types/type-checker.ts";
import { worldTypes } from "../src/types/world-types.ts";
import { readWitText } from "../src/wit/wit-text.ts";
import { readWorld } from "../src/wit/wit-world.ts";
import { createProject } from "./project.ts";

const WIT = `package example:library;

interface books {
    use airssys:wasm/storage@0.1.0.{storage-error};
    record book { title: string, year: option<u32> }
    enum shelf { fiction, non-fiction }
    /// Lends a book.
    lend: func(title: string) -> result<u32, storage-error>;
    find: func(title: string) -> option<book>;
    all: func(on: shelf) -> list<book>;
    cover: func(title: string) -> list<u8>;
    total: func() -> u64;
}

interface handles {
    resource handle { constructor(name: string); name: func() -> string; }
    open: func(name: string) -> handle;
}

world library {
    include airssys:wasm/component@0.1.0;
    export books;
    export handles;
    export count: func(name: string) -> u32;
    export rename: func(old-name: string, new-name: string);
}
`;

const RIGHT = `import type { Exports } from "./types.ts";
export const books = {
  lend: (title: string) => title.length,
  find: async (title: string): Promise<{ title: string; year?: number; more: string } | undefined> => ({ title, more: "" }),
  all: (on: "fiction" | "non-fiction") => [{ title: on, year: undefined }],
  cover: () => new Uint8Array(2),
  total: () => 1n,
};
class Handle { #name: string; constructor(name: string) { this.#name = name; } name() { return this.#name; } }
export const handles = { Handle, open: (name: string) => new Handle(name) };
export function count(name: string): number { return name.length; }
export function rename(): void {}
`;

async function libraryOf(main: string, files: Readonly<Record<string, string>> = {}) {
  const folder = await createProject({
    "library.wit": WIT,
    "src/main.ts": main,
    "src/types.ts": "export interface Exports {}",
    ...files,
  });
  const wit = await readWitText(join(folder, "library.wit"));
  const world = await readWorld(wit, "library");
  return { entry: join(folder, "src/main.ts"), wit: wit.text, world };
}

const slow = { timeout: 120_000 };

describe("an entry", slow, () => {
  test("whose functions have the types of the world has no fault", async () => {
    const { entry, wit, world } = await libraryOf(RIGHT);
    expect(await checkEntry(entry, wit, world)).toEqual([]);
  });

  test("has a fault for each function whose type does not fit, with the reason", async () => {
    const wrong = RIGHT.replace("title.length", "String(title)")
      .replace("title: on, year", "name: on, year")
      .replace("1n", "1")
      .replace('on: "fiction" | "non-fiction"', "on: boolean")
      .replace("name: string): number { return name.length", "name: number): string | undefined { return String(name)");
    const { entry, wit, world } = await libraryOf(wrong);
    const faults = await checkEntry(entry, wit, world);
    expect(faults.map(({ path }) => path.join("."))).toEqual(["count", "books.lend", "books.all", "books.total"]);
    expect(faults.find(({ path }) => path[1] === "lend")?.reason).toBe(
      "Type 'string' is not assignable to type 'number | Promise<number>'.",
    );
    expect(faults.find(({ path }) => path[1] === "total")?.reason).toContain(
      "'number' is not assignable to type 'bigint",
    );
  });

  test("is compared in a project of its own settings, whatever else is wrong in it", async () => {
    const settings = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUnusedLocals: true,
      declaration: true,
      composite: true,
    };
    const { entry, wit, world } = await libraryOf(`${RIGHT}const unused: string = 1;\nimport "no-such-package";\n`, {
      "tsconfig.json": JSON.stringify({
        compilerOptions: { ...settings, module: "nodenext", types: ["node"] },
        include: ["src"],
      }),
    });
    expect(await checkEntry(entry, wit, world)).toEqual([]);
  });

  test("is an error where the settings of the project keep the compiler from looking", async () => {
    const { entry, wit, world } = await libraryOf(RIGHT, {
      "tsconfig.json": '{ "compilerOptions": { "module": "nodenext", "moduleResolution": "bundler" } }',
    });
    await expect(checkEntry(entry, wit, world)).rejects.toMatchObject({
      code: "types",
      message: expect.stringContaining("could not be compared"),
    });
  });

  test("without an export has no fault here: the build tells that", async () => {
    const { entry, wit, world } = await libraryOf("export const books = { lend: (title: string) => title.length };");
    expect(await checkEntry(entry, wit, world)).toEqual([]);
  });

  test("in JavaScript is not compared", async () => {
    const { wit, world } = await libraryOf("", { "src/main.js": "export const count = (name) => name;" });
    expect(await checkEntry("/no/such/main.js", wit, world)).toEqual([]);
  });
});

test("a project without TypeScript has no compiler", () => {
  expect(findCompiler("/no/such/project/main.ts")).toBeUndefined();
});

test("what the compiler prints is read with the lines that go on", () => {
  const output =
    "check.ts(4,1): error TS1360: Type 'A' does not satisfy the expected type 'B'.\r\n  Type 'string' is not\r\n" +
    "error TS2688: Cannot find type definition file for 'node'.\nsrc/a b (1).ts(12,3): error TS2322: No.\n";
  expect(readFaults(output)).toEqual([
    {
      file: "check.ts",
      line: 4,
      code: 1360,
      message: ["Type 'A' does not satisfy the expected type 'B'.", "Type 'string' is not"],
    },
    { file: "", line: 0, code: 2688, message: ["Cannot find type definition file for 'node'."] },
    { file: "src/a b (1).ts", line: 12, code: 2322, message: ["No."] },
  ]);
});

test("the types of a world are its exports, with what they use", async () => {
  const { wit, world } = await libraryOf(RIGHT);
  const { files, functions } = await worldTypes(wit, world);
  expect([...files.keys()].sort()).toEqual([
    "interfaces/airssys-wasm-storage.d.ts",
    "interfaces/example-library-books.d.ts",
    "interfaces/example-library-handles.d.ts",
    "library.d.ts",
  ]);
  expect(
    files.get("library.d.ts"),
  ).toBe(`// Generated from the WIT of the world by \`airssys-componentize types\`. Do not edit.
import type * as ExampleLibraryBooks from './interfaces/example-library-books.js'; // example:library/books
import type * as ExampleLibraryHandles from './interfaces/example-library-handles.js'; // example:library/handles

/** The exports of the world "library". */
export interface Exports {
  books: typeof ExampleLibraryBooks,
  handles: typeof ExampleLibraryHandles,
  count(name: string): number,
  rename(oldName: string, newName: string): void,
}
`);
  expect(files.get("interfaces/example-library-books.d.ts")).toContain("Lends a book.");
  expect(functions).toEqual([
    ["count"],
    ["rename"],
    ...["lend", "find", "all", "cover", "total"].map((name) => ["books", name]),
  ]);
});
