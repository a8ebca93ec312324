// Components that are really built, and what is said when that fails. Seconds each: as few as show every way it can go.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { ComponentizeError } from "../src/errors/componentize-error.ts";
import { componentize } from "../src/index.ts";
import { createProject, rejectionOf } from "./project.ts";

const WIT = `package example:counter;

interface api {
    reset: func() -> result<_, string>;
}

world counter {
    include airssys:wasm/component@0.1.0;

    export count: func(name: string) -> u32;
    export api;
}
`;

const EXPORTS =
  "\nexport function count(name: string): number {\n  return name.length;\n}\nexport const api = { reset(): void {} };\n";

function fixture(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, "fixtures", name), "utf8");
}

async function build(main: string) {
  const folder = await createProject({ "counter.wit": WIT, "src/main.ts": main, "tmp/.keep": "" });
  const temporary = join(folder, "tmp");
  vi.stubEnv("TMPDIR", temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
  const entry = join(folder, "src/main.ts");
  const options = {
    entry,
    wit: join(folder, "counter.wit"),
    world: "counter",
    conditions: ["@airssys/source"],
    cacheFolder: join(folder, "cache"),
  };
  return { entry, temporary, options, built: componentize(options) };
}

const slow = { timeout: 120_000 };

test("a component imports what its world says, and of WASI what its engine needs", slow, async () => {
  const { entry, temporary, built, options } = await build(await fixture("counter.ts"));
  const { component, imports, files, output, sourceMap, warnings } = await built;
  expect(new TextDecoder().decode(component.subarray(0, 4))).toBe("\0asm");
  expect(component.length).toBeGreaterThan(1e6);
  expect(imports.filter((name) => !name.startsWith("wasi:"))).toEqual(["airssys:wasm/storage@0.1.0"]);
  const wasi = new Set(imports.filter((name) => name.startsWith("wasi:")).map((name) => name.replace(/\/.*/, "")));
  expect([...wasi].sort()).toEqual(["wasi:cli", "wasi:clocks", "wasi:filesystem", "wasi:io", "wasi:random"]);
  expect(files).toEqual(expect.arrayContaining([entry, join(entry, "../../counter.wit")]));
  expect(JSON.parse(sourceMap)).toMatchObject({ version: 3, sources: expect.arrayContaining(["main.ts"]) });
  expect(output).toBe("at build time\n");
  expect(warnings).toEqual([]);
  expect(await readdir(temporary)).toEqual([".keep"]);

  // The same content again is what was kept, byte for byte: a new build would draw other random bytes.
  const again = await componentize(options);
  expect(Buffer.compare(again.component, component)).toBe(0);
  expect(again.output).toBe("at build time\n");
  expect(await readdir(options.cacheFolder)).toHaveLength(1);
});

test(
  "a component whose world imports everything imports all that the classes of the SDK could call, and nothing else",
  slow,
  async () => {
    const main = `import { Storage } from "@airssys/storage";\nexport const get = (key) => new Storage<string>().get(key);`;
    const wit =
      "package example:reader;\n\nworld reader {\n  include airssys:wasm/stateful@0.1.0;\n  export get: func(key: string) -> option<string>;\n}\n";
    const folder = await createProject({ "reader.wit": wit, "main.ts": main });
    const options = {
      entry: join(folder, "main.ts"),
      wit: join(folder, "reader.wit"),
      conditions: ["@airssys/source"],
    };
    const { imports } = await componentize(options);
    const ours = imports.filter((name) => !name.startsWith("wasi:"));
    const used = ["", "-batch", "-namespaces", "-ranges", "-transactions", "-ttl", "-usage", "-watch"];
    expect(ours.toSorted()).toEqual(used.map((name) => `airssys:wasm/storage${name}@0.1.0`).toSorted());
  },
);

const FAILURES: readonly [what: string, main: string, code: string, problem: string, place: string | undefined][] = [
  [
    "an export that the world asks for and the entry does not have",
    "export const api = { reset(): void {} };",
    "missing-export",
    'main.ts must export the function "count": the world "counter" asks for it',
    undefined,
  ],
  [
    "an exception at the top level",
    `interface Unused {}\nfunction fail(): never {\n  throw new RangeError("mine");\n}\nfail();${EXPORTS}`,
    "top-level",
    "RangeError: mine. The top level of a module runs once",
    "3:9",
  ],
  [
    "an import called at the top level through the SDK",
    await fixture("stores-at-top-level.ts"),
    "top-level",
    '"storage-set" of airssys:wasm/storage@0.1.0 cannot be called at build time',
    "4:8",
  ],
  [
    "randomness at the top level",
    `interface Unused {}\nexport const id = crypto.randomUUID();${EXPORTS}`,
    "top-level",
    "crypto.randomUUID() cannot be called at build time",
    "2:26",
  ],
  [
    "a function that the imported interface does not have",
    `import { storageGte } from "airssys:wasm/storage@0.1.0";\nexport const get = storageGte;${EXPORTS}`,
    "unresolved-import",
    '"storageGte" is not among the functions',
    "1:10",
  ],
];

test.each(FAILURES)("%s is an error with its place", slow, async (_, main, code, problem, place) => {
  const { entry, temporary, built } = await build(main);
  const error = await rejectionOf(built);
  expect(error).toBeInstanceOf(ComponentizeError);
  expect(error).toMatchObject({ code, message: expect.stringContaining(problem) });
  const { location } = error as ComponentizeError;
  expect(location && `${location.line}:${location.column}`).toBe(place);
  if (location) expect(location.file).toBe(entry);
  expect(await readdir(temporary)).toEqual([".keep"]);
});
