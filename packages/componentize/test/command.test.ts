// The command as a user runs it: a process, its exit code, and what it prints.
import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { createProject } from "./project.ts";

const CLI = join(import.meta.dirname, "..", "src", "command", "cli.ts");
const README = join(import.meta.dirname, "..", "..", "storage", "README.md");

async function run(folder: string, ...args: string[]) {
  const child = spawn(process.execPath, ["--conditions=@airssys/source", CLI, ...args], { cwd: folder });
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { stdout, stderr, exitCode };
}

test("the component in the README of the SDK builds with the command beside it", { timeout: 120_000 }, async () => {
  const readme = await readFile(README, "utf8");
  const code = /`counter\.ts`:\n\n```ts\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const wit = /```wit\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const command = /npx airssys-componentize (.*)/.exec(readme)?.[1]?.split(" ") ?? [];
  const folder = await createProject({ "counter.ts": code, "counter.wit": wit });
  const { stdout, stderr, exitCode } = await run(folder, ...command, "--condition", "@airssys/source");
  expect(stderr).toMatch(
    /^counter\.wasm {2}12\.\d MB {2}[\d.]+ s\nimports airssys:wasm\/storage@0\.1\.0, \d+ of WASI\n$/,
  );
  expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 0 });
  expect((await readFile(join(folder, "counter.wasm"))).subarray(0, 4).toString()).toBe("\0asm");
  const map = JSON.parse(await readFile(join(folder, "counter.wasm.map"), "utf8"));
  expect(map).toMatchObject({ version: 3, sources: expect.arrayContaining(["counter.ts"]) });
});

test("an error points into the user's file and shows the line", async () => {
  const folder = await createProject({
    "main.ts": "export function f() {\n\treturn 1 +;\n}",
    "w.wit": "package a:b;\nworld w { }",
  });
  const { stdout, stderr, exitCode } = await run(folder, "main.ts", "--wit", "w.wit", "--out", "w.wasm");
  expect(stderr).toBe("error: main.ts:2:12: Unexpected token\n\n2 | \treturn 1 +;\n    \t          ^\n");
  expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 1 });
});

test.each([
  ["no entry", ["--wit", "w.wit", "--out", "w.wasm"], "missing required argument 'entry'"],
  ["no WIT", ["main.ts", "--out", "w.wasm"], "required option '--wit <path>' not specified"],
  [
    "a feature that does not exist",
    ["main.ts", "--wit", "w.wit", "--out", "w", "--features", "disk"],
    'There is no feature "disk"',
  ],
  ["a file that does not exist", ["nope.ts", "--wit", "w.wit", "--out", "w.wasm"], "error: there is no file nope.ts"],
])("%s is an error", async (_, args, problem) => {
  const folder = await createProject({ "w.wit": "package a:b;\nworld w { }" });
  const { stderr, exitCode } = await run(folder, ...args);
  expect(stderr).toContain(problem);
  expect(exitCode).toBe(1);
});

test("--no-check builds a function of another type, and --no-source-map writes no map", async () => {
  const folder = await createProject({
    "counter.wit": "package example:counter;\nworld counter { export count: func(name: string) -> u32; }",
    "counter.ts": "export function count(name: string): string {\n  return name;\n}\n",
  });
  const flags = ["--wit", "counter.wit", "--out", "counter.wasm", "--no-check", "--no-source-map"];
  expect(await run(folder, "counter.ts", ...flags)).toMatchObject({ exitCode: 0 });
  expect((await readdir(folder)).filter((name) => name.startsWith("counter.wasm"))).toEqual(["counter.wasm"]);
});

test("types writes the types of what a world exports", async () => {
  const folder = await createProject({
    "counter.wit": "package example:counter;\nworld counter { export count: func(name: string) -> u32; }",
  });
  const { stderr, exitCode } = await run(folder, "types", "--wit", "counter.wit", "--out", "src/types");
  expect({ stderr, exitCode }).toEqual({ stderr: "src/types/counter.d.ts\n", exitCode: 0 });
  expect(await readFile(join(folder, "src/types/counter.d.ts"), "utf8")).toContain("count(name: string): number,");
  expect(await run(folder, "types", "--wit", "counter.wit", "--world", "no", "--out", "types")).toMatchObject({
    stderr: 'error: there is no world "no"; the WIT has counter\n',
    exitCode: 1,
  });
});

test("a function whose type is not that of the world is an error at its line", async () => {
  const folder = await createProject({
    "counter.wit": "package example:counter;\nworld counter { export count: func(name: string) -> u32; }",
    "counter.ts": "// counts\nexport function count(name: string): string {\n  return name;\n}\n",
  });
  const { stderr, exitCode } = await run(folder, "counter.ts", "--wit", "counter.wit", "--out", "counter.wasm");
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /^error: counter\.ts:2:17: "count" is not what the world "counter" declares: Type 'string' is not assignable to type 'number/,
  );
});

test("--version prints the version of the package", async () => {
  const { version } = JSON.parse(await readFile(join(import.meta.dirname, "..", "package.json"), "utf8"));
  expect(await run(import.meta.dirname, "--version")).toEqual({ stdout: `${version}\n`, stderr: "", exitCode: 0 });
});
