import { $init, generate as generateFiles } from "@bytecodealliance/jco-transpile/component";
import type { ComponentOutline } from "../../structure/component-outline.ts";
import { finishedGlue } from "./glue.ts";

/** Functions that may suspend a component, by their WIT names. */
export interface Suspending {
  imports: string[];
  exports: string[];
}

/** The glue of a component and the modules that it joins: those of the outline, and those that the generator adds. */
export interface Generated {
  readonly glue: string;
  readonly outlines: Readonly<Record<string, Uint8Array>>;
}

/**
 * Generates the code that joins the core modules of a component with each other and with their host.
 *
 * @param suspending `undefined` for a host that answers immediately.
 * @throws LoadError `unsupported-name`; and whatever the generator throws
 */
export async function generate(
  { outline, valuesPerUnit }: ComponentOutline,
  suspending: Suspending | undefined,
): Promise<Generated> {
  await $init;
  const { files } = generateFiles(outline, {
    name: "component",
    instantiation: { tag: "async" },
    noTypescript: true,
    noNodejsCompat: true,
    asyncMode: suspending === undefined ? { tag: "sync" } : { tag: "jspi", val: suspending },
  });
  const { [GLUE_FILE]: glue, ...outlines } = Object.fromEntries(files);
  return { glue: finishedGlue(new TextDecoder().decode(glue), valuesPerUnit), outlines };
}

const GLUE_FILE = "component.js";
