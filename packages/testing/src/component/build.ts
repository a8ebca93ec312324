import { readFile } from "node:fs/promises";
import type { ComponentizeOptions } from "@airssys/componentize";
import { WhileUnchanged } from "./while-unchanged.ts";

/** What a component is built from, by absolute paths. */
export type BuildSource = Required<Pick<ComponentizeOptions, "entry" | "wit" | "conditions" | "cacheFolder">> &
  Pick<ComponentizeOptions, "world" | "features">;

const components = new WhileUnchanged<Uint8Array>();

/**
 * The component of an entry, built once in this process as long as none of its files changes. The folder keeps it for other processes, by content.
 *
 * @throws ComponentizeError
 */
export function builtComponent(source: BuildSource): Promise<Uint8Array> {
  return components.get(JSON.stringify(source), async () => {
    // Loaded when first needed: in mock mode, or for what was built before, there is no compiler to wait for.
    const { componentize } = await import("@airssys/componentize");
    const { component, files } = await componentize(source);
    return { value: component, files: [source.wit, ...files] };
  });
}

/** The bytes of a component that was built. */
export function readComponent(file: string): Promise<Uint8Array> {
  return components.get(file, async () => ({ value: await readFile(file), files: [file] }));
}
