import { type Node, parse } from "acorn";
import { simple } from "acorn-walk";
import { analyze } from "eslint-scope";
import { ENGINE_GLOBALS } from "./engine-globals.ts";

/** A use of a global name that the engine does not have. */
export interface MissingGlobal {
  readonly name: string;
  /** Line in the bundle, from 1. */
  readonly line: number;
  /** Column in the bundle, from 1. */
  readonly column: number;
  /** Whether it only asks for the type of the name, `typeof Buffer`, which is safe where there is none. */
  readonly isTypeof: boolean;
}

/**
 * Finds the uses of global names that the engine does not have, in their order, but for those in a `try` block, which
 * expect to fail. Code that cannot be read has none: the build tells what is wrong with it.
 */
export function findMissingGlobals(code: string): MissingGlobal[] {
  const program = parsed(code);
  if (program === undefined) return [];
  const references = analyze(program as never, { ecmaVersion: 2025, sourceType: "module" }).globalScope?.through ?? [];
  const missing = references.filter(({ identifier }) => !ENGINE_GLOBALS.has(identifier.name));
  if (missing.length === 0) return [];
  const { behindTypeof, tried } = findGuards(program);
  return missing.flatMap(({ identifier: { name, range } }) => {
    const offset = range?.[0] ?? 0;
    if (tried.some(({ start, end }) => start <= offset && offset < end)) return [];
    return [{ name, ...positionAt(code, offset), isTypeof: behindTypeof.has(offset) }];
  });
}

function parsed(code: string): Node | undefined {
  try {
    return parse(code, { ecmaVersion: "latest", sourceType: "module", ranges: true });
  } catch {
    return undefined;
  }
}

interface Guards {
  /** Offsets of names whose type is asked for. */
  readonly behindTypeof: ReadonlySet<number>;
  /** Blocks whose errors are caught. */
  readonly tried: readonly Node[];
}

function findGuards(program: Node): Guards {
  const behindTypeof = new Set<number>();
  const tried: Node[] = [];
  simple(program, {
    UnaryExpression({ operator, argument }) {
      if (operator === "typeof" && argument.type === "Identifier") behindTypeof.add(argument.start);
    },
    TryStatement({ block, handler }) {
      if (handler) tried.push(block);
    },
  });
  return { behindTypeof, tried };
}

function positionAt(code: string, offset: number): { line: number; column: number } {
  const before = code.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - lineStart + 1 };
}
