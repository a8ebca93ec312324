import { homedir } from "node:os";
import { join } from "node:path";

/** The folder of the user for what the command may make anew at any time. What is in it is run as code. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "airssys");
}
