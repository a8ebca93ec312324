// What documents show is what there is: code compiles against the packages, manifests and JSON are read, commands and
// files exist.
import { parseManifest } from "@airssys/host";
import { expect, test } from "vitest";
import { allBlocks, type Block } from "./blocks.ts";
import { compile } from "./compile.ts";
import { programsOf } from "./programs.ts";
import { shellFaults } from "./shell.ts";

const blocks = allBlocks();

/** What a function throws for a block, after the block's place. */
function faultsOf(language: string, read: (code: string, block: Block) => unknown): string[] {
  return blocks
    .filter((block) => block.language === language)
    .flatMap((block) => {
      try {
        read(block.code, block);
        return [];
      } catch (error) {
        return [`${block.file}:${block.line}: ${error instanceof Error ? error.message : String(error)}`];
      }
    });
}

/** A block that shows a table of a manifest leaves out what every manifest begins with. */
function wholeManifest(code: string): string {
  return code.includes("[component]") ? code : `[component]\nid = "some"\nversion = "1.0.0"\n${code}`;
}

test("the documents have blocks of every kind that is looked at", () => {
  const languages = blocks.map(({ language }) => language);
  for (const language of ["ts", "js", "sh", "toml", "json"]) expect(languages).toContain(language);
  expect(blocks.length).toBeGreaterThan(100);
});

test("TypeScript and JavaScript in documents compile against the packages", () => {
  expect(compile(programsOf(blocks))).toEqual([]);
});

test("manifests in documents are read by the host", () => {
  expect(faultsOf("toml", (code, { file }) => parseManifest(wholeManifest(code), file))).toEqual([]);
});

test("JSON in documents is JSON", () => {
  expect(faultsOf("json", (code) => JSON.parse(code))).toEqual([]);
});

test("commands, packages and files that shell blocks name exist", () => {
  expect(blocks.filter(({ language }) => language === "sh").flatMap((block) => shellFaults(block, blocks))).toEqual([]);
});
