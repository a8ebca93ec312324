import { execFileSync } from "node:child_process";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { onTestFinished } from "vitest";

/** A file system of some bytes, for one test; `undefined` where this process may not mount one. */
export function mount(sizeBytes: number): string | undefined {
  const folder = temporaryFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${sizeBytes}`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync("umount", ["--lazy", folder]));
  return folder;
}
