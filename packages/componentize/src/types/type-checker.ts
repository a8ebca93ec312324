import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";

/** An error that the TypeScript compiler tells. */
export interface TypeFault {
  /** File, as the compiler names it: relative to the folder that it ran in; empty for one about the settings. */
  readonly file: string;
  /** Line, from 1; 0 for none. */
  readonly line: number;
  /** Number of the error: 1360 for TS1360. */
  readonly code: number;
  /** Lines of its message, each deeper in the reason than the one before. */
  readonly message: readonly string[];
}

/** Finds the TypeScript compiler of the project that a file is part of; `undefined` if it has none. */
export function findCompiler(file: string): string | undefined {
  try {
    const manifest = createRequire(file).resolve("typescript/package.json");
    const { bin }: { bin?: { tsc?: string } } = JSON.parse(readFileSync(manifest, "utf8"));
    return bin?.tsc && join(dirname(manifest), bin.tsc);
  } catch {
    return undefined;
  }
}

/** The nearest `tsconfig.json` above a file. */
export function findConfig(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const config = join(folder, "tsconfig.json");
    if (existsSync(config)) return config;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Runs a compiler on the `tsconfig.json` of a folder. It is the project's own program, as `npx tsc` is. */
export async function checkTypes(compiler: string, folder: string): Promise<TypeFault[]> {
  const child = spawn(process.execPath, [compiler, "--project", folder, "--pretty", "false"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const output = await text(child.stdout);
  return readFaults(output);
}

/** Reads lines such as `check.ts(5,1): error TS1360: Type ...`, each followed by indented ones that go on. */
export function readFaults(output: string): TypeFault[] {
  const faults: { file: string; line: number; code: number; message: string[] }[] = [];
  for (const line of output.split(/\r?\n/)) {
    const begin = /^(?:(.+?)\((\d+),\d+\): )?error TS(\d+): (.*)$/.exec(line);
    if (begin) {
      const [, file = "", row = 0, code, message = ""] = begin;
      faults.push({ file, line: Number(row), code: Number(code), message: [message] });
    } else if (/^\s+\S/.test(line)) {
      faults.at(-1)?.message.push(line.trim());
    }
  }
  return faults;
}
