import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("the program of a guest's process imports nothing but the code of this package, which is all that it may read", () => {
  const folder = fileURLToPath(new URL("..", import.meta.url));
  const entry = fileURLToPath(new URL("guest-process-entry.ts", import.meta.url));
  const node = ["--conditions=@airssys/source", "--permission", `--allow-fs-read=${folder}`, entry];
  const { stderr } = spawnSync(process.execPath, node, { encoding: "utf8", timeout: 60_000 });
  expect(stderr).not.toMatch(/ERR_ACCESS_DENIED/);
});
