/** Compiles programs of documents together, against the sources of the packages. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { ROOT } from "./blocks.ts";
import type { Program } from "./programs.ts";

/** As strict as the guide has it, except that a snippet may declare what it does not use. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  allowJs: true,
  skipLibCheck: true,
  customConditions: ["@airssys/source"],
  types: ["node"],
  typeRoots: [join(ROOT, "node_modules", "@types")],
  paths: packagePaths(),
};

/** What the compiler says, each beginning with the file and line of the document. */
export function compile(programs: readonly Program[]): string[] {
  const sources = new Map(programs.map((program) => [pathOf(program), program]));
  const host = hostOf(sources);
  const guest = join(ROOT, "wit", "types", "guest", "index.d.ts");
  const compiled = ts.createProgram({ rootNames: [...sources.keys(), guest], options: OPTIONS, host });
  return Array.from(sources).flatMap(([path, program]) => {
    const source = compiled.getSourceFile(path);
    const found = [...compiled.getSyntacticDiagnostics(source), ...compiled.getSemanticDiagnostics(source)];
    return found.map((diagnostic) => told(diagnostic, program));
  });
}

/** Beside the package that the document belongs to, so that what the package depends on is found. */
function pathOf({ file, line, language, name }: Program): string {
  const folder = /^(packages|examples)\/[^/]+\//.exec(file)?.[0] ?? "test/";
  const document = file.replaceAll(/[/.]/g, "-");
  return join(ROOT, folder, "documents", document, name ?? `line-${line}.${language}`);
}

function hostOf(sources: ReadonlyMap<string, Program>): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const folders = new Set(Array.from(sources.keys()).flatMap((path) => [dirname(path), dirname(dirname(path))]));
  const { getSourceFile, fileExists, readFile, directoryExists } = host;
  return {
    ...host,
    getSourceFile: (path, ...others) => {
      const program = sources.get(path);
      if (program === undefined) return getSourceFile(path, ...others);
      return ts.createSourceFile(path, program.code, {
        languageVersion: ts.ScriptTarget.ES2024,
        impliedNodeFormat: ts.ModuleKind.ESNext,
      });
    },
    fileExists: (path) => sources.has(path) || fileExists(path),
    readFile: (path) => sources.get(path)?.code ?? readFile(path),
    directoryExists: (path) => folders.has(path) || (directoryExists?.(path) ?? false),
  };
}

function told({ file, start = 0, messageText }: ts.Diagnostic, program: Program): string {
  const index = file?.getLineAndCharacterOfPosition(start).line ?? 0;
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  return `${program.file}:${program.lines[index] ?? program.line}: ${message}`;
}

/** From what one imports to the source of it. */
function packagePaths(): Record<string, string[]> {
  const folders = [
    join(ROOT, "wit"),
    ...readdirSync(join(ROOT, "packages")).map((name) => join(ROOT, "packages", name)),
  ];
  return Object.fromEntries(folders.flatMap(pathsOf));
}

function pathsOf(folder: string): [string, string[]][] {
  const manifest: { name: string; exports: Record<string, string | Record<string, string>> } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  return Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    const source = typeof target === "string" ? undefined : (target["@airssys/source"] ?? target.types);
    return source === undefined ? [] : [[manifest.name + subpath.slice(1), [join(folder, source)]]];
  });
}
