import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { load } from "@airssys/runtime";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";
import { readComponent } from "../src/declared/component-shape.ts";
import { declaredImports } from "../src/declared/declared-imports.ts";
import { MANIFEST, probeBytes } from "./fixtures/probe-component.ts";

const DETAILS = '(type $details\' (record (field "used" u64) (field "quota" u64) (field "requested" u64)))';
const CASES = `(case "permission-denied" string) (case "quota-exceeded" $details) (case "key-not-found") (case "invalid-key" string)
  (case "value-too-large" u64) (case "internal-error" string) (case "invalid-argument" string) (case "limit-exceeded" string) (case "conflict")`;

/** Declares the types of the storage functions, with the replacements of a test. */
const types = ({ details = DETAILS, cases = CASES } = {}) => `
  ${details}
  (export "quota-exceeded-details" (type $details (eq $details')))
  (type $error' (variant ${cases}))
  (export "storage-error" (type $error (eq $error')))`;

const func = (name: string, type: string) => `(export "${name}" (func ${type}))`;
const GET = func("storage-get", '(param "key" string) (result (result (option (list u8)) (error $error)))');

/** Makes a component that imports an interface and does nothing with it. */
const importing = (declared: string, name = "storage") =>
  `(component (import "airssys:wasm/${name}@0.1.0" (instance ${declared})))`;

async function loaded(text: string, host = openHost({ backend: openMemory() })) {
  return load(await parse(text), { host, manifest: MANIFEST });
}

describe("a component that declares the contract correctly", () => {
  it.each([
    ["one function of an interface", importing(`${types()} ${GET}`)],
    ["types alone", importing(types())],
    ["no interface", "(component)"],
  ])("is loaded when it imports %s", async (_what, text) => {
    await expect(loaded(text)).resolves.toBeDefined();
  });
});

describe("a component that declares the contract differently", () => {
  it.each([
    [
      "takes something else",
      importing(
        `${types()} ${func("storage-get", '(param "key" u32) (result (result (option (list u8)) (error $error)))')}`,
      ),
      /declares the function storage-get of airssys:wasm\/storage@0\.1\.0 as func\(key: u32\) -> .*; by the contract it is func\(key: string\) -> result<option<list<u8>>, storage-error>$/,
    ],
    [
      "takes more",
      importing(`${types()} ${func("storage-clear", '(param "all" bool) (result (result (error $error)))')}`),
      /the function storage-clear .* as func\(all: bool\) -> .*; by the contract it is func\(\) -> result<_, storage-error>$/,
    ],
    [
      "calls its parameter by another name",
      importing(
        `${types()} ${func("storage-get", '(param "name" string) (result (result (option (list u8)) (error $error)))')}`,
      ),
      /as func\(name: string\)/,
    ],
    [
      "wants an answer of another width",
      importing(`${types()} ${func("storage-size", "(result (result u32 (error $error)))")}`),
      /as func\(\) -> result<u32, storage-error>; by the contract it is func\(\) -> result<u64, storage-error>/,
    ],
    ["expects no error", importing(func("storage-size", "(result u64)")), /as func\(\) -> u64;/],
    ["expects no answer", importing(func("storage-size", "")), /as func\(\);/],
    [
      "knows fewer errors",
      importing(`${types({ cases: CASES.replace('(case "conflict")', "") })} ${GET}`),
      /declares the type storage-error of airssys:wasm\/storage@0\.1\.0 as variant \{ permission-denied\(string\), .*limit-exceeded\(string\) \}; by the contract/,
    ],
    [
      "knows its errors in another order",
      importing(`${types({ cases: `(case "conflict") ${CASES.replace('(case "conflict")', "")}` })} ${GET}`),
      /as variant \{ conflict, permission-denied\(string\)/,
    ],
    [
      "has narrower numbers in a record",
      importing(`${types({ details: DETAILS.replaceAll("u64", "u32") })} ${GET}`),
      /the type quota-exceeded-details .* as record \{ used: u32/,
    ],
    [
      "gives a type the name of a primitive one",
      importing(`${types()} (type $string' (enum "a" "b")) (export "string" (type $string (eq $string')))
        ${func("storage-get", '(param "key" $string) (result (result (option (list u8)) (error $error)))')}`),
      /imports the type string of airssys:wasm\/storage@0\.1\.0, which the contract does not have; it has quota-exceeded-details, storage-error$/,
    ],
    [
      "imports a function that does not exist",
      importing(`${types()} ${func("storage-peek", "")}`),
      /imports the function storage-peek of airssys:wasm\/storage@0\.1\.0, which the contract does not have; it has storage-get, storage-set, /,
    ],
    [
      "uses a resource instead of a value",
      importing(
        `${types()} (export "bytes" (type $bytes (sub resource))) ${func("storage-get", '(param "key" string) (result (own $bytes))')}`,
      ),
      /imports the type bytes/,
    ],
  ])("is refused when it %s", async (_what, text, message) => {
    await expect(loaded(text)).rejects.toMatchObject({
      name: "LoadError",
      code: "incompatible-import",
      message: expect.stringMatching(message),
    });
  });

  it("is refused when the error of one interface is not that of the others", async () => {
    const other = `(component
      (import "airssys:wasm/storage-usage@0.1.0" (instance
        (type $usage' (record (field "used-bytes" u64) (field "quota-bytes" u64) (field "key-count" u64)))
        (export "usage" (type $usage (eq $usage')))
        (type $error' (variant (case "failed")))
        (export "storage-error" (type $error (eq $error')))
        ${func("storage-usage", "(result (result $usage (error $error)))")})))`;
    await expect(loaded(other)).rejects.toMatchObject({
      code: "incompatible-import",
      message: expect.stringContaining(
        "the type storage-error of airssys:wasm/storage-usage@0.1.0 as variant { failed };",
      ),
    });
  });

  it("is refused when its types double at each step", async () => {
    const doubled = Array.from({ length: 40 }, (_each, level) => `(type $t${level + 1} (tuple $t${level} $t${level}))`);
    const text = importing(
      `(type $t0 (tuple u8 u8)) ${doubled.join(" ")} ${func("storage-get", '(param "key" $t40)')}`,
    );
    await expect(loaded(text)).rejects.toMatchObject({ name: "LoadError" });
  });
});

describe("an interface that a host does not offer", () => {
  it("cannot be imported, but those that it offers can", async () => {
    const host = { ...openHost({ backend: openMemory() }), interfaces: ["airssys:wasm/storage@0.1.0"] };
    await expect(loaded(importing(`${types()} ${GET}`), host)).resolves.toBeDefined();
    await expect(loaded(importing("", "storage-cipher"), host)).rejects.toMatchObject({
      code: "unknown-import",
      message: expect.stringMatching(
        /imports airssys:wasm\/storage-cipher@0\.1\.0; offered here are airssys:wasm\/storage@0\.1\.0 and/,
      ),
    });
  });

  it.each([
    "airssys:wasm/storage@0.1.1",
    "airssys:wasm/storage",
    "airssys:other/storage@0.1.0",
    "constructor",
    "wasi:io/poll@0.20.0",
    "wasi:sockets/tcp@0.2.0",
  ])("cannot be imported under a name like %s", async (name) => {
    await expect(loaded(`(component (import "${name}" (instance)))`)).rejects.toMatchObject({ code: "unknown-import" });
  });
});

describe("bytes that are not a component", () => {
  it("are read or refused, whatever they are", () => {
    const bytes = probeBytes().slice(0, 4_000);
    let state = 1;
    const random = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let round = 0; round < 2_000; round++) {
      const mutant = bytes.slice(0, 8 + random(bytes.length - 8));
      for (let change = 0; change < 3; change++) mutant[8 + random(mutant.length - 8)] = random(256);
      try {
        declaredImports(readComponent(mutant));
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
  });
});
