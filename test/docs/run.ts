/** Runs programs of documents, and checks what their comments claim. */
import { stripTypeScriptTypes } from "node:module";
import { expect } from "vitest";
import type { Program } from "./programs.ts";

/** What a program may import to be run: nothing here needs a file, a build or a component. */
const MODULES: Readonly<Record<string, () => Promise<unknown>>> = {
  "@airssys/backend": () => import("@airssys/backend"),
  "@airssys/backend-lmdb": () => import("@airssys/backend-lmdb"),
  "@airssys/backend-rocksdb": () => import("@airssys/backend-rocksdb"),
  "@airssys/backend/memory": () => import("@airssys/backend/memory"),
  "@airssys/collections": () => import("@airssys/collections"),
  "@airssys/display": () => import("@airssys/display"),
  "@airssys/encryption": () => import("@airssys/encryption"),
  "@airssys/encryption/blinded-names": () => import("@airssys/encryption/blinded-names"),
  "@airssys/encryption/host-cipher": () => import("@airssys/encryption/host-cipher"),
  "@airssys/encryption/xchacha20-poly1305": () => import("@airssys/encryption/xchacha20-poly1305"),
  "@airssys/host": () => import("@airssys/host"),
  "@airssys/host/node": () => import("@airssys/host/node"),
  "@airssys/protocol": () => import("@airssys/protocol"),
  "@airssys/storage": () => import("@airssys/storage"),
  "@airssys/storage/codecs": () => import("@airssys/storage/codecs"),
  "@airssys/storage/keys": () => import("@airssys/storage/keys"),
  "node:crypto": () => import("node:crypto"),
  valibot: () => import("valibot"),
};

const IMPORT = /^import (type )?([^"]+) from "([^"]+)";\n/gm;

/** Whether all that it imports can be had here. */
export function canRun({ code, language }: Program): boolean {
  const names = Array.from(onOneLine(code).matchAll(IMPORT), ([, , , name = ""]) => name);
  return language === "ts" && names.length > 0 && names.every((name) => name in MODULES);
}

/** How many claims a program makes. */
export function claimsOf({ code }: Program): number {
  return claimsChecked(code).match(/claim\(|refusal\(/g)?.length ?? 0;
}

/** Runs a program; its relative paths lie in the folder. Throws what it throws, and where a claim does not hold. */
export async function run({ code }: Program, folder: string): Promise<void> {
  const plain = stripTypeScriptTypes(onOneLine(code));
  const names = Array.from(plain.matchAll(IMPORT), ([, , , name = ""]) => name);
  const loaded = await Promise.all(names.map(async (name) => [name, await MODULES[name]?.()] as const));
  const program = claimsChecked(importsGiven(plain)).replaceAll('"./', `"${folder}/`);
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
  const start = new AsyncFunction("modules", "claim", "refusal", "console", program);
  await start(Object.fromEntries(loaded), claim, refusal, { log: () => undefined });
}

function claim(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected);
}

function refusal(call: () => unknown, message: string): void {
  expect(call).toThrow(message);
}

function onOneLine(code: string): string {
  return code.replace(/^import (?:type )?\{[^}]*\} from/gm, (names) => names.replaceAll(/\s+/g, " "));
}

/** Imports become what the modules have, and exports become plain declarations. */
function importsGiven(code: string): string {
  return code
    .replace(/^import \* as (\w+) from (".*");$/gm, "const $1 = modules[$2];")
    .replace(/^import \{(.*)\} from (".*");$/gm, (_, names: string, from: string) => {
      return `const {${names.replaceAll(" as ", ": ")}} = modules[${from}];`;
    })
    .replace(/^export /gm, "");
}

/** `expression; // value` becomes a check, whatever follows the value after a comma or a colon. */
function claimsChecked(code: string): string {
  return code
    .replace(
      /^( *)(?!const|for|return|throw)(\S.*); \/\/ (?:Storage|Encryption)Error: (.*)$/gm,
      (_, indent: string, call: string, message: string) =>
        `${indent};refusal(() => { ${call} }, ${JSON.stringify(message)});`,
    )
    .replace(
      /^( *)(?!const|for|return|throw|await)([\w[].*); \/\/ (undefined|true|false|-?\d+n?|"[^"]*"|\[.*\]|\{.*\})(?:[,:] .*)?$/gm,
      "$1;claim($2, $3);",
    );
}
