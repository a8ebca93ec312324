import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BundleTrace } from "../bundle/trace.ts";
import { ComponentizeError } from "../errors/componentize-error.ts";
import type { World } from "../wit/wit-world.ts";
import { checkTypes, findCompiler, findConfig, type TypeFault } from "./type-checker.ts";
import { type WorldTypes, worldTypes } from "./world-types.ts";

/** A function of an entry that does not have the type that its world declares. */
export interface SignatureFault {
  /** Its name, and before it that of its interface: `["notes", "add"]`. */
  readonly path: readonly string[];
  /** Reason, in the words of the compiler. */
  readonly reason: string;
}

/**
 * Compares the exports of an entry with those of its world, by the TypeScript compiler and the settings of the project
 * that it is part of. Errors elsewhere in the project are left to `tsc`.
 *
 * @returns the functions whose type does not fit. None for an entry in JavaScript, and in a project without
 * TypeScript.
 * @throws ComponentizeError `types` if the settings of the project keep the compiler from looking.
 */
export async function checkEntry(entry: string, wit: string, world: World): Promise<SignatureFault[]> {
  const compiler = /\.[cm]?tsx?$/.test(entry) ? findCompiler(entry) : undefined;
  if (compiler === undefined) return [];
  const types = await worldTypes(wit, world);
  const folder = await realpath(await mkdtemp(join(tmpdir(), "airssys-types-")));
  try {
    await writeCheck(folder, entry, world, types);
    const faults = await checkTypes(compiler, folder);
    requireChecked(faults, types.functions);
    return faults.flatMap((fault) => signatureFault(fault, types.functions));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The error for functions whose type does not fit, at the place of the first. */
export function signatureError(
  faults: readonly [SignatureFault, ...SignatureFault[]],
  world: World,
  trace: BundleTrace,
): ComponentizeError {
  const told = faults.map(
    ({ path, reason }) => `"${path.join(".")}" is not what the world "${world.name}" declares: ${reason}`,
  );
  const location = trace.locateWord(faults[0].path.at(-1) ?? "");
  return new ComponentizeError("types", told.join("\n"), { location });
}

const CHECK_FILE = "check.ts";
const FIRST_CHECK_LINE = 4;

/** Writes a program that is right if every function has its type: one line each. */
async function writeCheck(
  folder: string,
  entry: string,
  world: World,
  { files, functions }: WorldTypes,
): Promise<void> {
  await mkdir(join(folder, "types", "interfaces"), { recursive: true });
  for (const [path, text] of files) await writeFile(join(folder, "types", path), text);
  const checks = functions.map(([name = "", member]) =>
    member === undefined
      ? `entry.${name} satisfies Shape<Exports["${name}"]>;`
      : `entry.${name}.${member} satisfies Shape<Exports["${name}"]["${member}"]>;`,
  );
  const lines = [
    `import * as entry from ${JSON.stringify(entry)};`,
    `import type { Exports } from "./types/${world.name}.d.ts";`,
    "type Shape<F> = F extends (...args: infer A) => infer R ? (...args: A) => R | Promise<R> : F;",
    ...checks,
    "entry satisfies never;", // the compiler looked at the lines above if it finds this wrong
  ];
  await writeFile(join(folder, CHECK_FILE), `${lines.join("\n")}\n`);
  await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(configOf(entry)));
}

/** The settings of the project, but for those that have nothing to do with whether a type fits. */
function configOf(entry: string): object {
  const config = findConfig(entry);
  const alone = { target: "esnext", module: "preserve", strict: true, lib: ["esnext", "webworker"] };
  return {
    ...(config !== undefined && { extends: config }),
    compilerOptions: {
      ...(config === undefined && alone),
      ...{ noEmit: true, composite: false, incremental: false, declaration: false, declarationMap: false },
      ...{ emitDeclarationOnly: false, isolatedDeclarations: false, erasableSyntaxOnly: false, noCheck: false },
      ...{ allowImportingTsExtensions: true, skipLibCheck: true, exactOptionalPropertyTypes: false, rootDir: "/" },
      types: [],
    },
    files: [CHECK_FILE],
    include: [],
    references: [],
  };
}

/** With settings that it does not accept, the compiler looks at no type. */
function requireChecked(faults: readonly TypeFault[], functions: WorldTypes["functions"]): void {
  const lastLine = FIRST_CHECK_LINE + functions.length;
  if (faults.some(({ file, line }) => file === CHECK_FILE && line === lastLine)) return;
  const reason = faults[0]?.message[0] ?? "the compiler did not run";
  const problem = `the types of the exports could not be compared: ${reason}`;
  throw new ComponentizeError("types", `${problem}. Correct the tsconfig.json, or build without the check`);
}

/** An export that is missing is an error of the build itself. */
const MISSING_PROPERTY = [2339, 2551, 2305, 2724];

function signatureFault(fault: TypeFault, functions: WorldTypes["functions"]): SignatureFault[] {
  const path = functions[fault.line - FIRST_CHECK_LINE];
  if (fault.file !== CHECK_FILE || path === undefined || MISSING_PROPERTY.includes(fault.code)) return [];
  return [{ path, reason: fault.message.at(-1) ?? "" }];
}
