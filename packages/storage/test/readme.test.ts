// Every example of the README is run as it stands there: what a comment says beside an expression is what the
// expression gives.
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { runInThisContext } from "node:vm";
import * as valibot from "valibot";
import { beforeEach, expect, test } from "vitest";
import * as storage from "../src/index.ts";
import * as keys from "../src/keys.ts";
import { reset } from "./host-binding.ts";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const MODULES = { "@airssys/storage": storage, "@airssys/storage/keys": keys, valibot };

const examples = Array.from(README.matchAll(/^```ts\n(.*?)^```$/gms), ([, code = ""]) => code);

beforeEach(reset);

test.each(examples)("example %# does what it says", (code) => {
  const program = claimsChecked(importsGiven(stripTypeScriptTypes(code)));
  const run = runInThisContext(`((modules, claim, refusal, console) => {${program}\n})`);
  run(MODULES, claim, refusal, { log: () => undefined });
});

test("the README has examples with claims", () => {
  expect(examples.length).toBeGreaterThan(6);
  expect(claimsChecked(examples.join("")).match(/claim\(/g)?.length).toBeGreaterThan(20);
});

function claim(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected);
}

function refusal(call: () => unknown, message: string): void {
  expect(call).toThrow(message);
}

/** Imports become what the modules have, and exports become plain declarations. */
function importsGiven(code: string): string {
  return code
    .replace(/^import \* as (\w+) from (".*");$/gm, "const $1 = modules[$2];")
    .replace(/^import \{(.*)\} from (".*");$/gm, "const {$1} = modules[$2];")
    .replace(/^export /gm, "");
}

/** `expression; // value` becomes a check, whatever follows the value after a comma or a colon. */
function claimsChecked(code: string): string {
  return code
    .replace(/^( *)(?!const|for|return|throw)(\S.*); \/\/ StorageError: (.*)$/gm, (_, indent, expression, message) => {
      return `${indent};refusal(() => { ${expression} }, ${JSON.stringify(message)});`;
    })
    .replace(
      /^( *)(?!const|for|return|throw)([\w[].*); \/\/ (undefined|true|false|-?\d+n?|"[^"]*"|\[.*\]|\{.*\})(?:[,:] .*)?$/gm,
      "$1;claim($2, $3);",
    );
}
