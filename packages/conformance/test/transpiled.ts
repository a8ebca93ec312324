import { fileURLToPath } from "node:url";
import { memoryCache } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";

/**
 * Keeps transpiled components of this package's tests: from run to run on the disk, and compiled for as long as a
 * process lives.
 */
export const transpiledCache = memoryCache(
  fileCache(fileURLToPath(new URL("../../../.cache/transpiled", import.meta.url))),
);
