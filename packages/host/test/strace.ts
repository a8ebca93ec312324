import { execFileSync } from "node:child_process";

/** Why processes cannot be traced here; `undefined` if they can. */
export const NOT_TRACEABLE = findFault();

/** A command under which system calls of a child fail as `inject` plans, in the words of strace. */
export function injecting(inject: string): string[] {
  return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", `trace=${inject.split(":")[0]}`, "-e", `inject=${inject}`];
}

function findFault(): string | undefined {
  try {
    execFileSync("strace", ["-f", "-o", "/dev/null", process.execPath, "--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "strace is not installed, or may not trace processes here";
  }
}
