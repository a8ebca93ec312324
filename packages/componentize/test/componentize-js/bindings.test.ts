// The corrections of generated code go by its text. These tests fail when another version of componentize-js generates
// other text: read the difference, correct the corrections, then update with `npx pnpm@12 test bindings --update`.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { componentEmbed } from "@bytecodealliance/jco-transpile/wasm-tools";
import { beforeAll, expect, it } from "vitest";
import { borderOf } from "../../src/componentize-js/border.ts";
import { correctBindings } from "../../src/componentize-js/correct-bindings.ts";
import { withNumbers } from "../../src/componentize-js/exact-numbers.ts";
import { withGuestErrors } from "../../src/componentize-js/guest-errors.ts";
import { withBlame } from "../../src/componentize-js/thrown-cause.ts";
import { toolVersion } from "../../src/componentize-js/toolkit.ts";
import { withTypes } from "../../src/componentize-js/typed-values.ts";

/** Numbers of every kind that the engine gets wrong, errors, and a function in each place that one can be in. */
const WIT = `package example:golden;

interface store {
    variant problem { full, other(string) }
    resource cursor { next: func() -> option<string>; }
    get: func(key: string, at: s64) -> result<option<u32>, problem>;
    count: func(start: u32) -> u64;
}

interface api {
    use store.{problem};
    lend: func(amount: s64, most: option<u32>) -> result<u32, problem>;
    size: func() -> u64;
}

world golden {
    import store;
    import now: func() -> s64;
    export api;
    export total: func(values: list<u32>) -> u32;
}
`;

const PRINTER = fileURLToPath(new URL("./print-bindings.ts", import.meta.url));

let generated: string;

beforeAll(async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--conditions=@airssys/source",
    PRINTER,
    WIT,
    "golden",
  ]);
  generated = JSON.parse(stdout).jsBindings;
});

const border = async () =>
  borderOf(await componentEmbed({ witSource: WIT, world: "golden", dummy: true }), ["example:golden/store"]);

it("the installed componentize-js is the one whose text the corrections know", async () => {
  expect(await toolVersion()).toBe("0.23.0");
});

it("the generated bindings are those that the corrections were written for", async () => {
  await expect(generated).toMatchFileSnapshot("./golden/bindings.js.txt");
});

it("every number that the engine gets wrong is corrected", () => {
  const lines = withNumbers(generated).split("\n");
  const added = lines.filter((line) => !generated.split("\n").includes(line)).map((line) => line.trim());
  const withSign = (name: string) => `if (typeof ${name} === "bigint") ${name} = BigInt.asIntN(64, ${name});`;
  expect(added).toEqual([
    "ret = $import_example_golden_store$count(toUint32(arg0) | 0);",
    ...["arg0", "arg1"].map(withSign),
    "return toUint32(ret) | 0;",
    ...["arg0", "arg1", "arg2", "arg3"].map(withSign),
  ]);
  expect(generated).toMatch(/function toInt64\(val\)\s*\{[^}]*BigInt\.asIntN\(64,/);
  expect(withNumbers(generated)).toMatch(/function toInt64\(val\)\s*\{[^}]*BigInt\.asUintN\(64,/);
});

it("the error of an import is one of the component's realm", () => {
  expect(withGuestErrors(generated)).not.toContain("class ComponentError");
});

it("an export with a result tells the cause of what it cannot return", () => {
  const withResult = generated.match(/getErrorPayload\(e\) \};/g)?.length;
  expect(withBlame(generated).match(/throw withCause\(problem, thrown\);/g)).toHaveLength(withResult ?? 0);
  expect(withResult).toBe(1);
});

it("the values of each function are checked", async () => {
  const typed = withTypes(generated, await border());
  expect(typed.match(/= airssys(?:Returned|Ended)\(\d, ret\);/g)).toHaveLength(3);
  expect(typed.match(/= airssysPassed\(\d, \[[^\]]+\]\);/g)).toHaveLength(2); // of those with parameters
});

it("the corrected bindings are a script without errors", async () => {
  const corrected = correctBindings(generated, await border());
  const { parseAst } = await import("rolldown/parseAst");
  expect(() => parseAst(corrected)).not.toThrow();
});
