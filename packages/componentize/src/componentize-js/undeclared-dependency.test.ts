import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

/** Runs a module that lies where nobody has installed anything. */
function runElsewhere(before: string): { status: number | null; stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), "airssys-elsewhere-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "needy.mjs"), 'await import("@bytecodealliance/preview2-shim/filesystem");');
  writeFileSync(join(folder, "start.mjs"), `${before}\nawait import("./needy.mjs");`);
  return spawnSync(process.execPath, [join(folder, "start.mjs")], { encoding: "utf8" });
}

const SOURCE = JSON.stringify(new URL("./undeclared-dependency.ts", import.meta.url).href);
const FIND = `(await import(${SOURCE})).findUndeclaredDependency();`;
const WITHOUT_HOOKS = '(await import("node:module")).default.registerHooks = undefined;';

test("a package that does not declare it finds the one of this package", () => {
  expect(runElsewhere("").stderr).toContain("ERR_MODULE_NOT_FOUND");
  expect(runElsewhere(FIND)).toMatchObject({ status: 0 });
});

test("so it does on a Node without hooks in the thread itself", () => {
  expect(runElsewhere(`${WITHOUT_HOOKS}\n${FIND}`)).toMatchObject({ status: 0 });
});
