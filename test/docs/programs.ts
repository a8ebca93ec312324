/** Blocks of TypeScript and JavaScript, joined to the programs that a reader makes of them. */
import type { Block } from "./blocks.ts";

export interface Program {
  readonly file: string;
  /** The first line of its first block. */
  readonly line: number;
  readonly language: "ts" | "js";
  readonly name: string | undefined;
  readonly code: string;
  /** For each line of the code, its line in the Markdown file. */
  readonly lines: readonly number[];
}

/** A block that imports nothing goes on with the block before it in its file. */
export function programsOf(blocks: readonly Block[]): Program[] {
  const programs: Program[] = [];
  for (const block of blocks) {
    if (block.language !== "ts" && block.language !== "js") continue;
    const last = programs.at(-1);
    if (last?.file === block.file && !/^import\b|^\/\/\/ <reference/m.test(block.code)) {
      programs[programs.length - 1] = joined(last, block);
    } else {
      const { file, line, name, code } = block;
      programs.push({ file, line, language: block.language, name, code, lines: linesOf(block) });
    }
  }
  return programs;
}

function joined(program: Program, block: Block): Program {
  return { ...program, code: program.code + block.code, lines: [...program.lines, ...linesOf(block)] };
}

function linesOf({ line, code }: Block): number[] {
  return Array.from({ length: code.split("\n").length - 1 }, (_, index) => line + index);
}
