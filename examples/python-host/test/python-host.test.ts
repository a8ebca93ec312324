import { execFile, execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readComponent } from "@airssys/conformance";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { expect, it } from "vitest";

const PYTHON = process.env.AIRSSYS_PYTHON ?? "python3";

function hasWasmtime(): boolean {
  try {
    execFileSync(PYTHON, ["-c", "import wasmtime.component"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

it.skipIf(!hasWasmtime())("a host in Python keeps the laws of storage", { timeout: 900_000 }, async () => {
  const judge = fileURLToPath(new URL("../judge.py", import.meta.url));
  const laws = join(temporaryFolder(), "storage.wasm");
  await writeFile(laws, await readComponent("storage"));
  const args = ["-B", judge, laws, temporaryFolder()];
  const { stdout } = await promisify(execFile)(PYTHON, args);
  expect(stdout).toMatch(/^(\d+) of \1 laws kept\n$/);
});

it.skipIf(!hasWasmtime())("does to its file and tells a component what it should when something fails", async () => {
  const tests = fileURLToPath(new URL("./host_test.py", import.meta.url));
  const env = { ...process.env, PYTHONPATH: fileURLToPath(new URL("..", import.meta.url)) };
  const { stderr } = await promisify(execFile)(PYTHON, ["-B", tests], { env });
  expect(stderr).toMatch(/\nOK\n$/);
});
