// The project of docs/guide/testing.md, file by file as it stands there: its tests pass under vitest and under the
// runner of Node.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const GUIDE = readFileSync(at("../../../docs/guide/testing.md"), "utf8");

/**
 * Always the same, since its name is part of what is built: only the first run of this test on a machine has to wait
 * for the builder.
 */
const folder = at("../../../.cache/testing/guide");

/** Every block of code that follows a line such as "`src/sessions.ts`:". */
const files = Array.from(GUIDE.matchAll(/^`([^`]+)`:\n\n```\w+\n(.*?)^```$/gms), ([, path = "", text = ""]) => ({
  path,
  text,
}));

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "node_modules", "@airssys"), { recursive: true });
  for (const name of ["storage", "testing"])
    symlinkSync(at(`../../${name}`), join(folder, "node_modules", "@airssys", name));
  symlinkSync(at("../../../node_modules/vitest"), join(folder, "node_modules", "vitest"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), fromSource(text));
  }
});

const CONDITIONS = 'conditions: ["@airssys/source"]';

/**
 * Readers have packages that are built; here they are run, and bundled, from their sources. What was built is kept for
 * the next run.
 */
function fromSource(text: string): string {
  const cacheFolder = JSON.stringify(at("../../../.cache"));
  return text
    .replace(/createHarness(<.*>)?\(\{ /g, `createHarness$1({ ${CONDITIONS}, cacheFolder: ${cacheFolder}, `)
    .replace("defineConfig({ ", `defineConfig({ resolve: { ${CONDITIONS} }, ssr: { resolve: { ${CONDITIONS} } }, `);
}

function node(...args: string[]): string {
  const { VITEST: _, ...env } = process.env;
  const options = {
    cwd: folder,
    encoding: "utf8",
    env: { ...env, NO_COLOR: "1", NODE_OPTIONS: "--conditions=@airssys/source" },
  } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  expect({ args, status, said: status === 0 ? "" : stdout + stderr }).toEqual({ args, status: 0, said: "" });
  return stdout;
}

test("the tests of the guide pass under vitest", { timeout: 300_000 }, () => {
  expect(files.map(({ path }) => path)).toContain("test/sessions.test.ts");
  // By Node, under its conditions: Vite's own way to load a configuration knows what was built alone.
  expect(node("node_modules/vitest/vitest.mjs", "run", "--configLoader=native")).toMatch(/Tests +21 passed \(21\)/);
});

test("the test of the guide passes under the runner of Node", { timeout: 300_000 }, () => {
  expect(node("--test", "--test-reporter=tap", "test/sessions.node.mjs")).toContain("# pass 3");
});
