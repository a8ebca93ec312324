/** The blocks of code in the Markdown files of the repository. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT: string = join(import.meta.dirname, "..", "..");

/** Decisions and release notes speak of their day, and are not kept up. */
const NOT_KEPT_UP = /^docs\/adr\/|^\.changeset\/|CHANGELOG\.md$/;

export interface Block {
  /** Path of the Markdown file from the root. */
  readonly file: string;
  /** The line of its first line of code, counted from 1. */
  readonly line: number;
  readonly language: string;
  /** The name of a file, if a line such as "`src/shelf.ts`:" stands above it. */
  readonly name: string | undefined;
  readonly code: string;
}

/** Every block of every Markdown file in git that is kept up, in the order of files and lines. */
export function allBlocks(): Block[] {
  const listed = execFileSync("git", ["ls-files", "-z", "*.md"], { cwd: ROOT, encoding: "utf8" });
  const files = listed.split("\0").filter((file) => file !== "" && !NOT_KEPT_UP.test(file));
  return files.flatMap((file) => blocksOf(file, readFileSync(join(ROOT, file), "utf8")));
}

/** The blocks of one text that name a language. */
export function blocksOf(file: string, text: string): Block[] {
  const fences = text.matchAll(/^( *)```([a-z]+).*\n(?<code>[\s\S]*?)^\1```$/gm);
  return Array.from(fences, ({ 0: whole, 2: language = "", index, groups }) => {
    const before = text.slice(0, index);
    return {
      file,
      line: before.split("\n").length + 1,
      language,
      name: /^`([\w./-]+\.\w+)`:\n\n$/m.exec(before.split("\n").slice(-3).join("\n"))?.[1],
      code: groups?.code ?? whole,
    };
  });
}
