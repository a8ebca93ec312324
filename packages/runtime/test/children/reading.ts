// `reading.ts`: starts a process that reads a component and never ends, and prints when it has begun.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { containedTranspile } from "../../src/node/transpile/contained-transpile.ts";

const program = join(mkdtempSync(join(tmpdir(), "airssys-")), "program.mjs");
writeFileSync(program, "for (;;);");
const limits = { timeMs: 600_000, cpuMs: 600_000, memoryBytes: 2 ** 40, codeBytes: 0 };
setTimeout(() => console.log("reading"), 500);
await containedTranspile(program, limits)(new Uint8Array(), "sync");
