// The project of docs/guide/README.md, file by file as it stands there: it is built, run twice, and its own test
// passes.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const GUIDE = readFileSync(at("../../../docs/guide/README.md"), "utf8");
const PACKAGES = ["backend", "backend-lmdb", "collections", "componentize", "host", "runtime", "storage"];

const folder = mkdtempSync(join(tmpdir(), "airssys-guide-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every block of code that follows a line such as "`src/shelf.ts`:". */
const files = Array.from(GUIDE.matchAll(/^`([^`]+)`:\n\n```\w+\n(.*?)^```$/gms), ([, path = "", text = ""]) => ({
  path,
  text,
}));

beforeAll(() => {
  mkdirSync(join(folder, "node_modules", "@airssys"), { recursive: true });
  for (const name of PACKAGES) symlinkSync(at(`../../${name}`), join(folder, "node_modules", "@airssys", name));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), fromSource(text));
  }
});

/** Readers have packages that are built; here they are run, and bundled, from their sources. */
function fromSource(text: string): string {
  return text.replace("componentize({ ", 'componentize({ conditions: ["@airssys/source"], ');
}

function node(...args: string[]): string {
  const options = {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=@airssys/source", ...args], options);
  expect({ args, status, stderr: status === 0 ? "" : stdout + stderr }).toEqual({ args, status: 0, stderr: "" });
  return stdout;
}

test("the project of the guide is built, runs twice as it says, and passes its test", { timeout: 300_000 }, () => {
  expect(files.map(({ path }) => path)).toContain("src/shelf.ts");
  node("build.ts");
  expect(node("run.ts")).toContain("times lent: 1n");
  const printed = /```text\n(.*?)^```/ms.exec(GUIDE)?.[1];
  expect(node("run.ts").replaceAll(/ +$/gm, "")).toBe(printed);
  expect(node("--test", "--test-reporter=tap")).toContain("# pass 1");
});
