// What componentize-js 0.23 generates around a module, its bindings, passes through a file on its way to the engine,
// and is changed there.
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { withBlame } from "./blame.ts";
import type { Border } from "./border-code.ts";
import { withGuestErrors } from "./guest-realm.ts";
import { withNumbers } from "./numbers.ts";
import { withTypes } from "./typed-bindings.ts";

const GENERATED = "initializer.js";

/** What the bindings go by in stack traces: their file is one of the machine that builds, and gone by then. */
const NAME = "bindings.js";

/** Changes the bindings that this process generates from now on. Meant for a process that does nothing else. */
export function correctBindings(border: Border): void {
  const { writeFile } = fs;
  const correcting = (file: unknown, data: unknown, ...rest: unknown[]) => {
    const isGenerated = typeof data === "string" && String(file).endsWith(GENERATED);
    const written = isGenerated ? corrected(data, border) : data;
    return Reflect.apply(writeFile, fs, [file, written, ...rest]);
  };
  fs.writeFile = correcting as typeof writeFile; // the same function, for one file
  syncBuiltinESMExports();
}

function corrected(generated: string, border: Border): string {
  return `${withBlame(withGuestErrors(withTypes(withNumbers(generated), border)))}\n//# sourceURL=${NAME}\n`;
}
