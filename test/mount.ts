import { execFileSync } from "node:child_process";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

/** Why a test is skipped for which {@link mount} returns nothing. */
export const NOT_MOUNTABLE = "this process may not mount a file system";

/** Mounts a file system of some bytes for one test; returns `undefined` where this process may not mount one. */
export function mount(sizeBytes: number): string | undefined {
  const folder = temporaryFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${sizeBytes}`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  // Lazily: where the file system may only be read, an engine may keep its files open after a close.
  onTestFinished(() => void execFileSync("umount", ["--lazy", folder]));
  return folder;
}
