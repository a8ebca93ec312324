// componentize-js 0.23 ends a component that hands over a negative `s64`, be it the argument of an import or the result of an export
// (https://github.com/bytecodealliance/ComponentizeJS/issues/343): the code that it generates makes such a number negative, and its engine takes nothing but numbers
// without a sign. The same 64 bits without a sign arrive as what they are. What was generated passes through a file on its way to the engine, and is corrected there.
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const GENERATED = "initializer.js";
const SIGNED = /(function toInt64\(val\)\s*\{[^}]*BigInt\.)asIntN(\(64,)/;

/** Corrects what this process generates from now on. Meant for a process that does nothing else. */
export function correctSignedNumbers(): void {
  const { writeFile } = fs;
  const correcting = (file: unknown, data: unknown, ...rest: unknown[]) => {
    const isGenerated = typeof data === "string" && String(file).endsWith(GENERATED);
    const written = isGenerated ? data.replace(SIGNED, "$1asUintN$2") : data;
    return Reflect.apply(writeFile, fs, [file, written, ...rest]);
  };
  fs.writeFile = correcting as typeof writeFile; // the same function, for one file
  syncBuiltinESMExports();
}
