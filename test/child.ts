import { fileURLToPath } from "node:url";
import { Child as Program } from "@airssys/backend-conformance/durability/judge";

/** A script of this repository in a process of its own. */
export class Child extends Program {
  /**
   * @param under a command with its arguments that the script runs under, such as `strace`.
   * @param flags flags of Node.
   */
  constructor(script: URL, args: readonly string[], under: readonly string[] = [], flags: readonly string[] = []) {
    super([...under, process.execPath, "--conditions=@airssys/source", ...flags, fileURLToPath(script), ...args]);
  }
}
