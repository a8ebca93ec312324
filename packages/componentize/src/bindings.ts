// What componentize-js 0.23 generates around a module, its bindings, passes through a file on its way to the engine, and is changed there.
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { withBlame } from "./blame.ts";
import { withNumbers } from "./numbers.ts";

const GENERATED = "initializer.js";

/** What the bindings go by in stack traces: their file is one of the machine that builds, and gone by then. */
const NAME = "bindings.js";

/** Changes the bindings that this process generates from now on. Meant for a process that does nothing else. */
export function correctBindings(): void {
  const { writeFile } = fs;
  const correcting = (file: unknown, data: unknown, ...rest: unknown[]) => {
    const isGenerated = typeof data === "string" && String(file).endsWith(GENERATED);
    const written = isGenerated ? corrected(data) : data;
    return Reflect.apply(writeFile, fs, [file, written, ...rest]);
  };
  fs.writeFile = correcting as typeof writeFile; // the same function, for one file
  syncBuiltinESMExports();
}

function corrected(generated: string): string {
  return `${withBlame(withNumbers(generated))}\n//# sourceURL=${NAME}\n`;
}
