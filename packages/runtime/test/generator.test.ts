// The runtime rewrites the code that jco generates by its text. These tests fail when another version of jco generates
// other text: compare the two texts, correct `src/transpile/jco`, then put the new digests here.
import { createHash } from "node:crypto";
import { $init, generate } from "@bytecodealliance/jco-transpile/component";
import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, it } from "vitest";
import { finishedGlue } from "../src/transpile/jco/glue.ts";

/** An import and an export that copy text, bytes and lists, and can fail. */
const WIT = `package airssys:wasm@0.1.0;

interface store {
    resource cursor { next: func() -> option<string>; }
    get: func(keys: list<string>, value: list<u8>) -> result<option<list<u8>>, string>;
    open: func() -> result<cursor, string>;
}

world golden {
    import store;
    export run: func(names: list<string>) -> result<u32, string>;
}`;

const NAME = "airssys:wasm/store@0.1.0#get";

const MODES = [
  { mode: { tag: "sync" }, digest: "32cfa5b265f6b13cbef513674b025305275578efd7b6e9f0e79fb4d91b3b1af0" },
  {
    mode: { tag: "jspi", val: { imports: [NAME], exports: ["run"] } },
    digest: "95d1f2ded862687b64f7578e35ab068642ca1bc1c944da2f3023e6878c59f2a1",
  },
] as const;

async function generated({ mode }: (typeof MODES)[number]): Promise<string> {
  const component = await componentNew(await componentEmbed({ witSource: WIT, world: "golden", dummy: true }));
  await $init;
  const { files } = generate(component, {
    name: "component",
    instantiation: { tag: "async" },
    noTypescript: true,
    noNodejsCompat: true,
    asyncMode: mode.tag === "sync" ? mode : { tag: mode.tag, val: { imports: [NAME], exports: ["run"] } },
  });
  return new TextDecoder().decode(Object.fromEntries(files)["component.js"]);
}

it.each(MODES)("the generated glue of mode $mode.tag is the one that the rewriting was written for", async (golden) => {
  const text = await generated(golden);
  expect(createHash("sha256").update(text).digest("hex")).toBe(golden.digest);
});

it.each(MODES)("everything that is to be rewritten in the glue of mode $mode.tag is", async (golden) => {
  const text = await generated(golden);
  const glue = finishedGlue(text, 1);
  for (const before of ["JCO_DEBUG", "see error.payload", "fetchCompile", "globalThis.WebAssembly ?"]) {
    expect([before, text.includes(before), glue.includes(before)]).toEqual([before, true, false]);
  }
  const added = ["decoder(", "meter.bytes(", "meter.elements(", "meter.handles(", "meter.begin("];
  expect(added.filter((each) => !glue.includes(`airssys$${each}`))).toEqual([]);
  expect(glue.includes("_checkMayLeave(0);")).toBe(true); // of an import that is called directly
});
