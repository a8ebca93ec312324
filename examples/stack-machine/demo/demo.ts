// `npx pnpm@12 --filter @airssys/example-stack-machine demo`: programs that keep something, that fail, and that take
// back what they did.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CallError } from "@airssys/runtime";
import { buildMachine } from "./build-machine.ts";
import { openMachine } from "./open-machine.ts";

const PROGRAMS = ["treasury", "what-if", "transfer", "transfer", "what-if"];

async function main(data: string): Promise<void> {
  const { machine, close } = await openMachine(await buildMachine(), data);
  for (const name of PROGRAMS) {
    const program = await readFile(new URL(`../programs/${name}.txt`, import.meta.url), "utf8");
    try {
      const stack = await machine.call("machine.run", program);
      console.log(`${name.padEnd(9)} leaves on the stack: ${stack.map(({ val }) => JSON.stringify(val)).join(" ")}`);
    } catch (error) {
      if (!(error instanceof CallError && error.code === "refused")) throw error;
      const { line, message } = error.payload as { line: number; message: string }; // what the WIT declares
      console.log(`${name.padEnd(9)} fails in line ${line}: ${message}`);
    }
  }
  await close();
}

const folder = await mkdtemp(join(tmpdir(), "airssys-stack-machine-"));
await main(join(folder, "data")).finally(() => rm(folder, { recursive: true, force: true }));
