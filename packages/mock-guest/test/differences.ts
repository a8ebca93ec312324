import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CallError } from "@airssys/runtime";

/** How a call ended, in what a test can compare. */
export interface Outcome {
  readonly value?: unknown;
  readonly code?: string;
  readonly payload?: unknown;
  readonly message?: string;
}

/** @param call of an export. */
export async function readOutcome(call: Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await call };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { code, payload, message } = error;
    return { code, payload, message: inOwnWords(message) };
  }
}

/**
 * Two engines say in other words what is wrong with the code that they run. Those of the bindings and of the guest are
 * the same.
 */
function inOwnWords(message: string): string {
  return COMMON_WORDS.test(message) ? message : message.replace(/ trapped: .*/s, " trapped");
}

const COMMON_WORDS =
  /: expected .*, got |^[^:]*: invalid variant|unreachable|: plain$|: of a type$|: with payload$|returned the error/;

/** A folder below this package, so that what it imports is found, which is gone when `remove` is called. */
export function newFolder(files: Readonly<Record<string, string>>): { readonly path: string; remove(): void } {
  const parent = fileURLToPath(new URL("../node_modules/.mock/", import.meta.url));
  mkdirSync(parent, { recursive: true });
  const path = mkdtempSync(parent);
  for (const [name, text] of Object.entries(files)) {
    const file = `${path}/${name}`;
    mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    writeFileSync(file, text);
  }
  return { path, remove: () => rmSync(path, { recursive: true }) };
}
